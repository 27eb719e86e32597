import type { RtpPacket } from 'werift';
import { readPayload } from '../domain/frame-headers.js';
import type { WebRtcLink } from './webrtc-link.js';

/** What arrived over a while. */
export interface Received {
  /** bit/s, RTP headers included */
  readonly bitrate: number;
  readonly frameRate: number;
  /** Heights of all keyframes. */
  readonly heights: readonly number[];
}

interface Arrival {
  readonly at: number;
  readonly bytes: number;
  readonly timestamp: number;
  readonly height: number | undefined;
}

const HEADER_BYTES = 12;

/** Measures VP8 at the receiver, from what came out of SRTP. */
export class VideoMeter {
  readonly #arrivals: Arrival[] = [];

  constructor(link: WebRtcLink, ssrc: number) {
    link.onRtp((packet) => {
      if (packet.header.ssrc === ssrc) this.#take(packet);
    });
  }

  get packets(): number {
    return this.#arrivals.length;
  }

  /** The last keyframe's height; undefined before the first. */
  get height(): number | undefined {
    return this.#arrivals.findLast(({ height }) => height !== undefined)?.height;
  }

  /** @param since milliseconds of `performance.now()` */
  since(since: number): Received {
    const arrivals = this.#arrivals.filter(({ at }) => at >= since);
    const seconds = (performance.now() - since) / 1000;
    return {
      bitrate: (arrivals.reduce((sum, { bytes }) => sum + bytes, 0) * 8) / seconds,
      frameRate: new Set(arrivals.map(({ timestamp }) => timestamp)).size / seconds,
      heights: arrivals.flatMap(({ height }) => height ?? []),
    };
  }

  #take({ header, payload }: RtpPacket): void {
    this.#arrivals.push({
      at: performance.now(),
      bytes: payload.length + HEADER_BYTES,
      timestamp: header.timestamp,
      height: readPayload('VP8', payload)?.size?.height,
    });
  }
}
