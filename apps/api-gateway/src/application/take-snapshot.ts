import type { ReplyOf } from '@videocall/signalling';
import { repeatably, type Orchestrator } from '../adapters/services.js';
import { callJson } from '../mapping/call-json.js';
import { mediaSnapshotJson } from '../mapping/media-json.js';
import { required } from '../mapping/required.js';
import type { CallEntrance } from './call-entrance.js';
import type { Connection } from './connection.js';
import type { SignalMedia } from './signal-media.js';

/** The call, its media and its chat as of now, for a client that missed something. */
export class TakeSnapshot {
  readonly #orchestrator: Orchestrator;
  readonly #entrance: CallEntrance;
  readonly #media: SignalMedia;

  constructor(orchestrator: Orchestrator, entrance: CallEntrance, media: SignalMedia) {
    this.#orchestrator = orchestrator;
    this.#entrance = entrance;
    this.#media = media;
  }

  /** @throws Refusal NOT_JOINED, TOKEN_EXPIRED, MEDIA_LOST */
  async execute(connection: Connection): Promise<ReplyOf<'snapshot'>> {
    const { callId } = connection.requireMembership();
    const options = repeatably(connection.requireCaller());
    const [status, media, chat] = await Promise.all([
      this.#orchestrator.getCallStatus({ callId }, options),
      this.#media.execute(connection, ({ signalling }, mediaCall) => signalling.getSnapshot({}, mediaCall)),
      this.#entrance.chat(connection, callId),
    ]);
    return { call: callJson(required(status.call)), media: mediaSnapshotJson(media), chat };
  }
}
