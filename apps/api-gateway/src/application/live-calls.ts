import type { Connection } from './connection.js';
import type { Membership } from './membership.js';

/** Calls whose newest revision is remembered, for those who enter while an event is on its way. */
const REMEMBERED_CALLS = 2_000;

/** Which live clients this gateway holds, and which of them are in which call. */
export class LiveCalls {
  readonly #connections = new Set<Connection>();
  readonly #byCall = new Map<string, Set<Membership>>();
  readonly #byParticipant = new Map<string, { readonly connection: Connection; readonly membership: Membership }>();
  /** Least recently heard of first. */
  readonly #revisions = new Map<string, number>();

  get connections(): ReadonlySet<Connection> {
    return this.#connections;
  }

  add(connection: Connection): void {
    this.#connections.add(connection);
  }

  /** The client is gone. Its participant stays in the call: a lost connection is no leave. */
  remove(connection: Connection): void {
    this.#connections.delete(connection);
    if (connection.membership) this.exit(connection, connection.membership);
  }

  /**
   * Puts a client into its call, or, one that is in it, onto its new peer there. Another connection of the same participant
   * is superseded.
   */
  enter(connection: Connection, membership: Membership): void {
    const older = this.#byParticipant.get(membership.participantId);
    if (older?.connection === connection) {
      this.#byCall.get(membership.callId)?.delete(older.membership);
      connection.move(membership);
    } else {
      if (older) this.expel(older.connection, older.membership, 'REPLACED');
      connection.enter(membership);
    }
    this.#byParticipant.set(membership.participantId, { connection, membership });
    const inCall = this.#byCall.get(membership.callId);
    if (inCall) inCall.add(membership);
    else this.#byCall.set(membership.callId, new Set([membership]));
    membership.attach();
    membership.noteCallRevision(this.#revisions.get(membership.callId) ?? 0);
  }

  /** Takes a client out of its call without a word. */
  exit(connection: Connection, membership: Membership): void {
    connection.exit(membership);
    membership.detach();
    if (this.#byParticipant.get(membership.participantId)?.membership === membership) {
      this.#byParticipant.delete(membership.participantId);
    }
    const inCall = this.#byCall.get(membership.callId);
    inCall?.delete(membership);
    if (inCall?.size === 0) this.#byCall.delete(membership.callId);
  }

  /** Tells a client that it is out of the call. One that was replaced has nothing to come back to. */
  expel(connection: Connection, membership: Membership, reason: string): void {
    if (connection.membership !== membership) return;
    membership.tellExpelled(reason);
    this.exit(connection, membership);
    if (reason === 'REPLACED') connection.link.end();
  }

  /** The connection and membership of a participant, if it is here. */
  ofParticipant(
    participantId: string,
  ): { readonly connection: Connection; readonly membership: Membership } | undefined {
    return this.#byParticipant.get(participantId);
  }

  inCall(callId: string): readonly Membership[] {
    return [...(this.#byCall.get(callId) ?? [])];
  }

  /** Every membership of this gateway. */
  all(): readonly Membership[] {
    return [...this.#byParticipant.values()].map(({ membership }) => membership);
  }

  /** An event of the call was heard, at this revision. */
  noteRevision(callId: string, revision: number): void {
    const known = this.#revisions.get(callId) ?? 0;
    this.#revisions.delete(callId);
    this.#revisions.set(callId, Math.max(known, revision));
    if (this.#revisions.size > REMEMBERED_CALLS) this.#revisions.delete(this.#revisions.keys().next().value ?? '');
  }
}
