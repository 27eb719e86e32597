import { Refusal } from '@videocall/errors';
import type { CallFact, ToldFact } from './facts.js';
import type { CallId, ParticipantId, PeerId, RoomId } from './ids.js';
import { holdsPlace, type Participant } from './participant.js';
import type { Recording } from './recording.js';
import { isOpen, type CallEndReason, type CallState, type LeaveReason } from './vocabulary.js';

export interface CallData {
  readonly id: CallId;
  readonly roomId: RoomId | null;
  readonly title: string;
  readonly state: CallState;
  readonly endReason: CallEndReason | null;
  readonly createdBy: string;
  readonly createdByName: string;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly revision: number;
  readonly locked: boolean;
  readonly maxParticipants: number;
  /** With a key that no part of the server has (AUTH-8); for good. */
  readonly endToEndEncrypted: boolean;
  /** Which process of which sfu-node whoever enters gets media from; null until the first join. */
  readonly nodeId: string | null;
  readonly bootId: string | null;
  readonly mediaLost: boolean;
  readonly screenSharerId: ParticipantId | null;
  readonly screenSince: Date | null;
  readonly screenDeadline: Date | null;
  /** When it ends because nobody is inside. */
  readonly deadline: Date | null;
}

/** A peer that an sfu-node process is to close. */
export interface ClosingPeer {
  readonly peerId: PeerId;
  readonly nodeId: string;
  readonly bootId: string;
  /** Told to the peer. */
  readonly reason: LeaveReason;
  /** Not before. */
  readonly dueAt: Date;
}

/** One process of an sfu-node. */
export interface MediaNode {
  readonly nodeId: string;
  readonly bootId: string;
}

/** What a piece of work did to a call, to be stored as one. */
export interface CallChanges {
  readonly call: CallData | null;
  readonly added: readonly Participant[];
  readonly changed: readonly Participant[];
  readonly told: readonly ToldFact[];
  readonly closing: readonly ClosingPeer[];
  readonly recording: Recording | null;
}

/** What is loaded with a call: those in it, its recording that has not ended, the time, and who acts. */
export interface CallContext {
  readonly recording: Recording | null;
  readonly now: Date;
  readonly actorId: string | null;
}

/**
 * A call under its lock: those who hold a place in it, and what the one who acts was in it before. What is decided about a
 * call is decided by functions on this; each fact told raises the call's revision by one.
 */
export class Call {
  /** By the database's clock, the only one that calls are measured by. */
  readonly now: Date;
  /** Identity id of whoever acts; null for the server itself. */
  readonly actorId: string | null;
  #data: CallData;
  #dataChanged = false;
  readonly #participants = new Map<ParticipantId, Participant>();
  readonly #added = new Set<ParticipantId>();
  readonly #changed = new Set<ParticipantId>();
  readonly #told: ToldFact[] = [];
  readonly #closing: ClosingPeer[] = [];
  #recording: Recording | null;
  #recordingChanged = false;

  constructor(data: CallData, participants: readonly Participant[], context: CallContext) {
    this.#data = data;
    for (const participant of participants) this.#participants.set(participant.id, participant);
    this.#recording = context.recording;
    this.now = context.now;
    this.actorId = context.actorId;
  }

  get data(): CallData {
    return this.#data;
  }

  get participants(): readonly Participant[] {
    return [...this.#participants.values()];
  }

  /** Those who hold a place. */
  get present(): readonly Participant[] {
    return this.participants.filter(holdsPlace);
  }

  /** Null while nothing of the call is, or is to be, captured. */
  get recording(): Recording | null {
    const isOver = this.#recording?.state === 'ENDED' || this.#recording?.state === 'RELEASED';
    return isOver ? null : this.#recording;
  }

  get changes(): CallChanges {
    const pick = (ids: ReadonlySet<ParticipantId>) => this.participants.filter(({ id }) => ids.has(id));
    return {
      call: this.#dataChanged ? this.#data : null,
      added: pick(this.#added),
      changed: pick(this.#changed),
      told: this.#told,
      closing: this.#closing,
      recording: this.#recordingChanged ? this.#recording : null,
    };
  }

  /** @throws Refusal CALL_ENDED */
  requireOpen(): void {
    if (!isOpen(this.#data.state)) throw new Refusal('CALL_ENDED');
  }

  /** @throws Refusal PARTICIPANT_NOT_FOUND for an id that is not one of the call's loaded participants. */
  participant(id: string): Participant {
    const participant = this.#participants.get(id as ParticipantId);
    if (!participant) throw new Refusal('PARTICIPANT_NOT_FOUND');
    return participant;
  }

  /** The participant of a peer; undefined where the peer is not (or no longer) of this call. */
  byPeer(peerId: PeerId): Participant | undefined {
    return this.participants.find((participant) => participant.peerId === peerId);
  }

  update(patch: Partial<CallData>): void {
    this.#data = { ...this.#data, ...patch };
    this.#dataChanged = true;
  }

  setRecording(recording: Recording): void {
    this.#recording = recording;
    this.#recordingChanged = true;
  }

  add(participant: Participant): void {
    this.#participants.set(participant.id, participant);
    this.#added.add(participant.id);
  }

  updateParticipant(id: ParticipantId, patch: Partial<Participant>): Participant {
    const updated = { ...this.participant(id), ...patch };
    this.#participants.set(id, updated);
    if (!this.#added.has(id)) this.#changed.add(id);
    return updated;
  }

  /** Like `updateParticipant`, for what the sfu-node must be told: the policy gets a new version. */
  updatePolicy(id: ParticipantId, patch: Partial<Participant> = {}): Participant {
    return this.updateParticipant(id, { ...patch, policyVersion: this.participant(id).policyVersion + 1 });
  }

  /** Where whoever enters gets media from; undefined before the first join. */
  get place(): MediaNode | undefined {
    return placeIn(this.#data);
  }

  /** Where the participant's peer is, or is about to be opened; undefined before the call was placed. */
  placeOf(participant: Participant): MediaNode | undefined {
    return placeOf(this.#data, participant);
  }

  /** Has the participant's peer closed by its sfu-node, if that may still hold it; not before `dueAt`. */
  closePeer(participant: Participant, reason: LeaveReason, dueAt = this.now): void {
    const { peerId, mediaLost } = participant;
    const place = this.placeOf(participant);
    if (place && !mediaLost) this.#closing.push({ peerId, ...place, reason, dueAt });
  }

  tell(fact: CallFact, onlyParticipantId: ParticipantId | null = null): void {
    const revision = this.#data.revision + 1;
    this.update({ revision });
    this.#told.push({ fact, revision, actorId: this.actorId, onlyParticipantId });
  }

  /** Tells everybody what has become of a participant, unless that one is hidden. */
  tellUpdated(participant: Participant): void {
    if (!participant.hidden) this.tell({ type: 'PARTICIPANT_UPDATED', participant });
  }
}

type Placed = Pick<CallData, 'nodeId' | 'bootId'>;

/** Where a participant's peer is; the call's place counts for one of before each peer's was kept. */
export function placeOf(call: Placed, participant: Placed): MediaNode | undefined {
  return placeIn(participant) ?? placeIn(call);
}

function placeIn({ nodeId, bootId }: Placed): MediaNode | undefined {
  return nodeId === null || bootId === null ? undefined : { nodeId, bootId };
}
