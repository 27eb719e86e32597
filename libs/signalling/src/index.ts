export * from './call.js';
export * from './maintenance.js';
export * from './media.js';
export * from './notifications.js';
export * from './requests.js';
export * from './vocabulary.js';
