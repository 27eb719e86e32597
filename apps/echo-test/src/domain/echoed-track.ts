import { callV1 } from '@videocall/contracts';
import { Reception, type ReceptionFigures } from './reception.js';

const OPUS_CLOCK = 48_000;
const VIDEO_CLOCK = 90_000;

/** A track of the person, and the service's own that gives it back. */
export class EchoedTrack {
  readonly #reception: Reception;
  /** Of the service's own track, once the platform has taken it. */
  ownTrackId: string | undefined;
  returned = 0;
  refused = 0;

  constructor(
    readonly trackId: string,
    readonly source: callV1.TrackSource,
    readonly codec: callV1.MediaCodec,
  ) {
    this.#reception = new Reception(codec === callV1.MediaCodec.OPUS ? OPUS_CLOCK : VIDEO_CLOCK);
  }

  received({ sequenceNumber, timestamp }: callV1.RtpPacket): void {
    this.#reception.count(sequenceNumber, timestamp, performance.now());
  }

  get figures(): ReceptionFigures {
    return this.#reception.figures;
  }
}
