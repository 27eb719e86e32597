import type { RtpParameters } from 'mediasoup/types';
import type { WebRtcLink } from './webrtc-link.js';

/** One encoding of a made-up VP8 stream. */
export interface SyntheticLayer {
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  /** bit/s */
  readonly bitrate: number;
  /** 1 or 3 */
  readonly temporalLayers: 1 | 3;
}

const VP8 = 101;
const OPUS = 100;
const MAX_PAYLOAD = 1_100;
const TICK_MS = 5;
const REPORT_EVERY_MS = 500;
const TEMPORAL_PATTERN = [0, 2, 1, 2];

let nextSsrc = 1_000;

/** Sends what looks like VP8 to whoever reads headers only: right sizes, layers, timestamps and bitrates, no picture. */
export class SyntheticVideo {
  readonly rtpParameters: RtpParameters;
  layers: readonly SyntheticLayer[];
  readonly #link: WebRtcLink;
  readonly #streams: { readonly ssrc: number; sequence: number; frame: number; dueAt: number; baseFrame: number }[];
  #timer: NodeJS.Timeout | undefined;
  #reportAt = 0;
  #keyframeWanted = new Set<number>();

  constructor(link: WebRtcLink, layers: readonly SyntheticLayer[]) {
    this.#link = link;
    this.layers = layers;
    this.#streams = layers.map(() => ({ ssrc: (nextSsrc += 1), sequence: 1, frame: 0, dueAt: 0, baseFrame: 0 }));
    const scalabilityMode = `L1T${layers[0]?.temporalLayers ?? 1}`;
    this.rtpParameters = {
      codecs: [
        {
          mimeType: 'video/VP8',
          payloadType: VP8,
          clockRate: 90_000,
          rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
        },
      ],
      encodings: this.#streams.map(({ ssrc }) => ({ ssrc, scalabilityMode })),
      rtcp: { cname: 'synthetic' },
    };
    link.onKeyframeRequest(() => this.#wantKeyframes());
  }

  start(): void {
    this.#wantKeyframes();
    for (const stream of this.#streams) stream.dueAt = performance.now();
    this.#timer = setInterval(() => this.#sendWhatIsDue(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #wantKeyframes(): void {
    this.#keyframeWanted = new Set(this.#streams.keys());
  }

  #sendWhatIsDue(): void {
    const now = performance.now();
    for (const [index, stream] of this.#streams.entries()) {
      const layer = this.layers[index];
      // A layer that is left out is not sent; when it comes back it starts from now.
      if (!layer) stream.dueAt = now;
      if (layer && now >= this.#reportAt)
        this.#link.report(stream.ssrc, now, Math.round(now * 90) >>> 0, stream.sequence);
      while (layer && stream.dueAt <= now) {
        this.#sendFrame(index, layer);
        stream.dueAt += 1000 / layer.frameRate;
      }
    }
    if (now >= this.#reportAt) this.#reportAt = now + REPORT_EVERY_MS;
  }

  #sendFrame(index: number, layer: SyntheticLayer): void {
    const stream = this.#streams[index];
    if (!stream) return;
    const isKeyframe = this.#keyframeWanted.delete(index);
    if (isKeyframe) stream.frame = 0;
    const temporalLayer =
      layer.temporalLayers === 1 ? 0 : (TEMPORAL_PATTERN[stream.frame % TEMPORAL_PATTERN.length] ?? 0);
    if (temporalLayer === 0) stream.baseFrame += 1;
    const size = Math.max(40, Math.round(layer.bitrate / 8 / layer.frameRate));
    const timestamp = Math.round(stream.dueAt * 90) >>> 0;
    for (let sent = 0; sent < size; sent += MAX_PAYLOAD) {
      const payload = Buffer.alloc(Math.min(MAX_PAYLOAD, size - sent) + 16);
      // RFC 7741, section 4.2: extension, start of partition; picture id, base layer's index, temporal layer with sync bit.
      payload.writeUInt8(sent === 0 ? 0x90 : 0x80, 0);
      payload.writeUInt8(0xe0, 1);
      payload.writeUInt16BE(0x8000 | (stream.sequence & 0x7fff), 2);
      payload.writeUInt8(stream.baseFrame & 0xff, 4);
      payload.writeUInt8((temporalLayer << 6) | 0x20, 5);
      payload.writeUInt8(isKeyframe && sent === 0 ? 0 : 1, 6);
      if (isKeyframe && sent === 0) {
        payload.writeUIntBE(0x9d012a, 9, 3);
        payload.writeUInt16LE(layer.width, 12);
        payload.writeUInt16LE(layer.height, 14);
      }
      const marker = sent + MAX_PAYLOAD >= size;
      this.#link.send({
        payload,
        ssrc: stream.ssrc,
        payloadType: VP8,
        sequence: stream.sequence & 0xffff,
        timestamp,
        marker,
      });
      stream.sequence += 1;
    }
    stream.frame += 1;
  }
}

/** Sends made-up Opus, fifty packets a second, with the level that the test wants heard. */
export class SyntheticAudio {
  readonly rtpParameters: RtpParameters;
  /** dBov; -127: silence. */
  level: number;
  readonly #link: WebRtcLink;
  readonly #ssrc = (nextSsrc += 1);
  #timer: NodeJS.Timeout | undefined;
  #sequence = 1;

  constructor(link: WebRtcLink, level: number) {
    this.#link = link;
    this.level = level;
    this.rtpParameters = {
      codecs: [{ mimeType: 'audio/opus', payloadType: OPUS, clockRate: 48_000, channels: 2 }],
      headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 6 }],
      encodings: [{ ssrc: this.#ssrc }],
      rtcp: { cname: 'synthetic' },
    };
  }

  start(): void {
    let dueAt = performance.now();
    this.#timer = setInterval(() => {
      for (; dueAt <= performance.now(); dueAt += 20) this.#send();
    }, TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #send(): void {
    this.#link.send({
      payload: Buffer.alloc(80, 1),
      ssrc: this.#ssrc,
      payloadType: OPUS,
      sequence: this.#sequence & 0xffff,
      timestamp: (this.#sequence * 960) >>> 0,
      marker: false,
      extensions: [{ id: 6, payload: Buffer.from([(this.level < 0 ? -this.level : 0) | 0x80]) }],
    });
    this.#sequence += 1;
  }
}
