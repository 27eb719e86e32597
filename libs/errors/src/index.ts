export { REASONS, REFUSAL_KINDS, isReason, type Reason, type RefusalKind } from './reasons.js';
export { Refusal, type RefusalBody, type RefusalOptions } from './refusal.js';
