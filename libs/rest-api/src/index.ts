export * from './admin.js';
export * from './calls.js';
export * from './endpoint.js';
export * from './endpoints.js';
export * from './error.js';
export * from './identity.js';
export * from './participants.js';
export * from './rooms.js';
