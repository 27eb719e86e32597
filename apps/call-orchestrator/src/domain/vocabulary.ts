/** The words of the domain, as the database stores them and (with the enum's name before them) as the contracts spell them. */

export type CallState = 'STARTING' | 'ACTIVE' | 'ENDING' | 'ENDED' | 'FAILED';
export type CallEndReason = 'ENDED_BY_HOST' | 'EVERYBODY_LEFT' | 'NOBODY_JOINED' | 'ADMINISTRATOR' | 'MEDIA_LOST';
export type ParticipantState = 'JOINING' | 'JOINED' | 'RECONNECTING' | 'LEFT';
export type LeaveReason = 'LEFT' | 'REMOVED' | 'CONNECTION_LOST' | 'CALL_ENDED' | 'JOIN_ABANDONED' | 'REPLACED';
export type ParticipantRole = 'HOST' | 'SPEAKER' | 'LISTENER';
export type TrackSource = 'MICROPHONE' | 'CAMERA' | 'SCREEN' | 'SCREEN_AUDIO';
export type QualityProfile = 'AUTO' | 'LOW' | 'MEDIUM' | 'HIGH';
export type IdentityKind = 'USER' | 'GUEST' | 'SERVICE';
/** RESERVED: the recorder is being asked. RELEASED: it did not take it on, or nobody knows. */
export type RecordingState = 'RESERVED' | 'STARTING' | 'CAPTURING' | 'STOPPING' | 'ENDED' | 'RELEASED';
export type RoomAccess = 'MEMBERS' | 'ANYONE';

/** Whether people may still enter a call in this state. */
export function isOpen(state: CallState): boolean {
  return state === 'STARTING' || state === 'ACTIVE';
}
