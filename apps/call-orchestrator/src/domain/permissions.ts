import type { ParticipantRole, TrackSource } from './vocabulary.js';

/** What a grant allows its holder. Use cases read these, never a token. */
export interface Permissions {
  readonly role: ParticipantRole;
  readonly sources: readonly TrackSource[];
  readonly canSubscribe: boolean;
  readonly canPublishData: boolean;
  /** Not shown to others. */
  readonly hidden: boolean;
}

const ALL_SOURCES: readonly TrackSource[] = ['MICROPHONE', 'CAMERA', 'SCREEN', 'SCREEN_AUDIO'];

/** What a role may publish. */
export function sourcesOf(role: ParticipantRole): readonly TrackSource[] {
  return role === 'LISTENER' ? [] : ALL_SOURCES;
}

/** What a role brings with it. */
export function permissionsOf(role: ParticipantRole): Permissions {
  return { role, sources: sourcesOf(role), canSubscribe: true, canPublishData: true, hidden: false };
}
