import type { Call, CallData, ClosingPeer, MediaNode } from '../../domain/call.js';
import type { ChatMessage } from '../../domain/facts.js';
import type { CallId, ParticipantId, PeerId, RecordingId, RoomId } from '../../domain/ids.js';
import type { Maintenance } from '../../domain/maintenance.js';
import type { Participant } from '../../domain/participant.js';
import type { Recording } from '../../domain/recording.js';
import type { ParticipantRole, RoomAccess } from '../../domain/vocabulary.js';
import type { CapacityTable } from './capacity-table.js';

/** What makes a mutation the same as an earlier one (CALL-5). */
export interface RequestKey {
  /** Identity id. */
  readonly caller: string;
  readonly method: string;
  /** Chosen by the client. */
  readonly requestId: string;
  /** Of everything else in the request. */
  readonly bodyHash: Uint8Array;
}

export interface Room {
  readonly id: RoomId;
  readonly name: string;
  readonly title: string;
  readonly access: RoomAccess;
  readonly ownerId: string;
  readonly createdAt: Date;
}

export interface Invite {
  readonly code: string;
  readonly callId: CallId;
  readonly role: ParticipantRole;
  readonly createdBy: string;
  readonly expiresAt: Date;
}

/** When the operator works on the server (OPS-6). */
export interface MaintenanceWindows {
  /** What is planned or going on, by the database's time. */
  current(): Promise<{ readonly maintenance: Maintenance | undefined; readonly now: Date }>;
  /** From here to the end of the transaction nobody else announces or ends one. */
  lock(): Promise<void>;
  /** Stores it with its event. */
  announce(maintenance: Maintenance, announcedAt: Date, announcedBy: string): Promise<void>;
  /** The same of its end. */
  end(maintenance: Maintenance, endedAt: Date, endedBy: string): Promise<void>;
}

/** One transaction on the calls' tables. */
export interface CallTransaction {
  /**
   * Claims a request for this transaction; another one with the same key waits until this ends.
   *
   * @returns the earlier result, if there is one.
   * @throws Refusal REQUEST_ID_REUSED where the earlier request's content was different.
   */
  claimRequest(key: RequestKey): Promise<Uint8Array | undefined>;
  storeResult(key: RequestKey, result: Uint8Array): Promise<void>;

  /**
   * Locks a call until the transaction ends and loads those who hold a place in it, and all that the identity ever was in it.
   *
   * @param actorId identity that acts; null for the server itself.
   * @throws Refusal CALL_NOT_FOUND
   */
  lockCall(callId: string, actorId: string | null): Promise<Call>;
  /** Stores what was done to a locked call, its events included. */
  saveCall(call: Call): Promise<void>;
  createCall(data: Omit<CallData, 'createdAt' | 'deadline'>, lifetimeMs: number): Promise<Call>;

  readonly maintenance: MaintenanceWindows;
  readonly capacity: CapacityTable;

  /** From here to the end of the transaction nobody else starts a call or reserves a place. */
  lockCapacity(): Promise<void>;
  countOpenCalls(): Promise<number>;
  /** People who hold a place in any call, without one identity. */
  countOtherUsers(identityId: string): Promise<number>;

  /** Whatever became of it; undefined where there is none. */
  recording(recordingId: string): Promise<Recording | undefined>;
  /** From here to the end of the transaction nobody else reserves a recording. */
  lockRecordings(): Promise<void>;
  /** Those that have not ended, of all calls. */
  countRecordings(): Promise<number>;

  /** Locks a room by id or name until the transaction ends. */
  lockRoom(key: { readonly id: string } | { readonly name: string }): Promise<Room | undefined>;
  openCallOfRoom(roomId: RoomId): Promise<CallId | undefined>;
  /** @returns undefined where the name is taken. */
  createRoom(room: Omit<Room, 'createdAt'>): Promise<Room | undefined>;
  deleteRoom(roomId: RoomId): Promise<void>;

  createInvite(invite: Omit<Invite, 'expiresAt'>, validForSeconds: number): Promise<Invite>;
  /** @returns whether the call has such an invite. */
  revokeInvite(callId: CallId, code: string): Promise<boolean>;
  addChatMessage(callId: CallId, message: ChatMessage): Promise<void>;
}

/** What must still be told to sfu-nodes. */
export interface Undelivered {
  readonly policies: readonly { readonly call: CallData; readonly participant: Participant }[];
  readonly closingPeers: readonly ClosingPeer[];
  readonly endingCalls: readonly CallData[];
}

/** A peer that an sfu-node process should hold, and whose it is. */
export interface PlacedPeer extends MediaNode {
  readonly callId: CallId;
  readonly participant: Participant;
}

/** That a call has media on an sfu-node process, or gets it from there. */
export interface PlacedCall extends MediaNode {
  readonly callId: CallId;
}

/** A recording whose end the recorder has not heard of. */
export interface EndingRecording {
  readonly recordingId: RecordingId;
  readonly callId: CallId;
}

export abstract class CallDatabase {
  abstract transaction<T>(work: (transaction: CallTransaction) => Promise<T>): Promise<T>;

  /** The sfu-node enforces the version now. */
  abstract confirmPolicy(participantId: ParticipantId, peerId: PeerId, version: number): Promise<void>;
  abstract peersClosed(peerIds: readonly PeerId[]): Promise<void>;
  /** The media of an ended call is closed. */
  abstract callClosed(callId: CallId): Promise<void>;
  abstract undelivered(): Promise<Undelivered>;

  abstract endingRecordings(): Promise<EndingRecording[]>;
  /** The recorder knows that it is not to capture what was released. */
  abstract forgetReleased(recordingId: RecordingId): Promise<void>;

  /** Calls in which a deadline has passed. */
  abstract overdueCalls(): Promise<CallId[]>;
  /** Milliseconds until the next deadline, negative where it has passed; undefined where there is none. */
  abstract nextDeadlineMs(): Promise<number | undefined>;
  abstract deleteOldRequests(): Promise<void>;

  /** Every peer known to be open. */
  abstract placedPeers(): Promise<PlacedPeer[]>;
  /** Those of the peers, by id, whose participants hold a place with them. */
  abstract knownPeers(peerIds: readonly string[]): Promise<ReadonlyMap<string, PlacedPeer>>;
  /** Those of the peers that are kept for a while, since their clients are moving to another node. */
  abstract peersKept(peerIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Open calls, once for each process where they are placed or have peers. */
  abstract placedCalls(): Promise<PlacedCall[]>;
}
