import type { eventsV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { maintenanceJson } from '../mapping/maintenance-json.js';
import { callBody } from '../mapping/notifications.js';
import type { LiveCalls } from './live-calls.js';
import type { MediaStreams } from './media-streams.js';

/** Tells live clients what the services publish. */
export class RelayEvents {
  readonly #live: LiveCalls;
  readonly #streams: MediaStreams;

  constructor(live: LiveCalls, streams: MediaStreams) {
    this.#live = live;
    this.#streams = streams;
  }

  /** A fact of a call, in the order of its revisions; or one of the whole server. */
  onCallEvent(event: eventsV1.CallEvent): void {
    if (event.fact?.$case === 'maintenanceChanged') return this.#onMaintenance(event.fact.value);
    // Of the server, and told to administrators who ask.
    if (event.fact?.$case === 'capacityChanged') return;
    const { callId, revision, onlyParticipantId } = event;
    this.#live.noteRevision(callId, revision);
    const body = callBody(event);
    if (event.fact?.$case === 'peerLost') this.#onPeerLost(event.fact.value);
    for (const membership of this.#live.inCall(callId)) {
      const isMeant = onlyParticipantId === '' || onlyParticipantId === membership.participantId;
      if (body.type === 'participantLeft' && body.participantId === membership.participantId) {
        this.#onOwnDeparture(membership.participantId, body.reason);
      } else {
        membership.tellCall(revision, isMeant ? body : { type: 'callRevisionOnly' });
      }
    }
    if (body.type === 'callEnded') this.#endCall(callId);
  }

  /** Events may have been missed: every client is to take a snapshot. */
  onGap(): void {
    for (const membership of this.#live.all()) membership.tellSnapshotNeeded();
  }

  /** Where an AuthSession ended, its connections end. */
  onAuthEvent({ fact }: eventsV1.AuthEvent): void {
    if (fact?.$case !== 'authSessionEnded') return;
    for (const connection of this.#live.connections) {
      if (connection.caller.principal.authSessionId === fact.value.authSessionId) connection.signOut();
    }
    for (const stream of this.#streams) {
      if (stream.caller.principal.authSessionId === fact.value.authSessionId) stream.end(new Refusal('TOKEN_INVALID'));
    }
  }

  /** Of the server, not of a call: everybody connected is told, wherever they are. */
  #onMaintenance({ maintenance }: eventsV1.MaintenanceChanged): void {
    const isOver = maintenance?.endedAt !== undefined;
    const shown = maintenance && !isOver ? maintenanceJson(maintenance) : null;
    for (const { link } of this.#live.connections) {
      link.send({ plane: 'passing', body: { type: 'maintenanceChanged', maintenance: shown } });
    }
  }

  /** Its sfu-node is no more, or out of reach: the client is to join again, unless it has done so by itself. */
  #onPeerLost({ participantId, peerId }: eventsV1.PeerLost): void {
    const here = this.#live.ofParticipant(participantId);
    if (here?.membership.peerId === peerId) this.#live.expel(here.connection, here.membership, 'MEDIA_LOST');
  }

  #onOwnDeparture(participantId: string, reason: string): void {
    const here = this.#live.ofParticipant(participantId);
    if (here && !here.membership.isLeaving) this.#live.expel(here.connection, here.membership, reason);
  }

  #endCall(callId: string): void {
    for (const { participantId } of this.#live.inCall(callId)) {
      const here = this.#live.ofParticipant(participantId);
      if (here) this.#live.exit(here.connection, here.membership);
    }
  }
}
