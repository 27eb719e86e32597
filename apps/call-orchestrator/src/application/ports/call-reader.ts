import type { Call, CallData } from '../../domain/call.js';
import type { ChatMessage } from '../../domain/facts.js';
import type { CallId } from '../../domain/ids.js';
import type { Maintenance } from '../../domain/maintenance.js';
import type { Participant } from '../../domain/participant.js';
import type { Recording } from '../../domain/recording.js';
import type { Invite, Room } from './call-database.js';

export interface CallSummary {
  readonly data: CallData;
  /** First comers first, at most 20. */
  readonly participantNames: readonly string[];
  readonly participantCount: number;
  /** The caller was removed from it. */
  readonly removed: boolean;
  /** How many recordings were made of it. */
  readonly recordingCount: number;
}

export interface RecordedCall {
  readonly recording: Recording;
  readonly data: CallData;
}

export interface RoomState {
  readonly room: Room;
  readonly activeCallId: CallId | null;
  readonly participantCount: number;
}

/** That somebody was inside a call. */
export interface Attendance {
  readonly callId: string;
  /** As a host, at any time. */
  readonly host: boolean;
}

/** Questions that lock nothing. */
export abstract class CallReader {
  /**
   * A call with those who hold a place in it and all that the identity ever was in it.
   *
   * @throws Refusal CALL_NOT_FOUND
   */
  abstract call(callId: string, identityId: string): Promise<Call>;
  /** Everybody who was ever inside, first comers first. */
  abstract everybody(callId: CallId): Promise<Participant[]>;
  /** @throws Refusal RECORDING_NOT_FOUND */
  abstract recordedCall(recordingId: string): Promise<RecordedCall>;
  /** Of these calls, those the identity was ever inside. */
  abstract attendances(identityId: string, callIds: readonly string[]): Promise<readonly Attendance[]>;
  abstract invite(code: string): Promise<{ readonly invite: Invite; readonly expired: boolean } | undefined>;
  abstract room(key: { readonly id: string } | { readonly name: string }): Promise<RoomState | undefined>;
  abstract rooms(): Promise<RoomState[]>;
  /** What is planned or going on. */
  abstract maintenance(): Promise<Maintenance | undefined>;
  /** Oldest first. */
  abstract chatMessages(callId: CallId, afterMessageId: string, limit: number): Promise<ChatMessage[]>;
  /** The calls the identity was inside, newest first, those after `before` in that order. */
  abstract callsOf(
    identityId: string,
    before: { readonly createdAt: Date; readonly id: string } | undefined,
    limit: number,
  ): Promise<CallSummary[]>;
}
