import { ADMIN_ENDPOINTS } from './admin.js';
import { CALL_ENDPOINTS } from './calls.js';
import { ECHO_ENDPOINTS } from './echo-calls.js';
import { IDENTITY_ENDPOINTS } from './identity.js';
import { MAINTENANCE_ENDPOINTS } from './maintenance.js';
import { PARTICIPANT_ENDPOINTS } from './participants.js';
import { RECORDING_ENDPOINTS } from './recordings.js';
import { ROOM_ENDPOINTS } from './rooms.js';

/** Every REST operation by name. */
export const ENDPOINTS = {
  ...IDENTITY_ENDPOINTS,
  ...CALL_ENDPOINTS,
  ...PARTICIPANT_ENDPOINTS,
  ...ROOM_ENDPOINTS,
  ...ECHO_ENDPOINTS,
  ...RECORDING_ENDPOINTS,
  ...ADMIN_ENDPOINTS,
  ...MAINTENANCE_ENDPOINTS,
};

export type EndpointName = keyof typeof ENDPOINTS;
/** The endpoint of a name, with its own schemas. */
export type EndpointOf<N extends EndpointName> = (typeof ENDPOINTS)[N];
