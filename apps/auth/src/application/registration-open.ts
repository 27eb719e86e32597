/** Whether strangers may make accounts (`REGISTRATION_OPEN`). */
export const REGISTRATION_OPEN = Symbol('REGISTRATION_OPEN');
