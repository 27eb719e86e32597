import { randomBytes } from 'node:crypto';
import type { Consumer, PlainTransport, RtpCapabilities, SrtpParameters } from 'mediasoup/types';
import type { PacketTiming } from '../domain/packet-timing.js';
import type { CallMedia } from './call-media.js';
import { PacketClock } from './packet-clock.js';
import type { PublishedTrack } from './published-track.js';

/** Where a recorder takes a track. */
export interface CaptureAddress {
  readonly ip: string;
  readonly rtpPort: number;
  readonly rtcpPort: number;
}

/** RFC 4568, section 6.2.1: 16 bytes of key and 14 of salt; what ffmpeg knows too. */
const SRTP_SUITE = 'AES_CM_128_HMAC_SHA1_80';
const SRTP_KEY_BYTES = 30;

/** One track on its way to a recorder, from a transport of its own. */
export class CapturedTrack {
  readonly track: PublishedTrack;
  /** The layer it stays at, since another one would change the picture's size within a file. */
  readonly spatialLayer: number;
  readonly #transport: PlainTransport;
  readonly #consumer: Consumer;
  readonly #clock: PacketClock;

  private constructor(
    track: PublishedTrack,
    spatialLayer: number,
    transport: PlainTransport,
    consumer: Consumer,
    tell: (timing: PacketTiming) => void,
  ) {
    this.track = track;
    this.spatialLayer = spatialLayer;
    this.#transport = transport;
    this.#consumer = consumer;
    this.#clock = new PacketClock(consumer, tell);
  }

  /** @param tell is told which packets were sent when */
  static async open(
    call: CallMedia,
    track: PublishedTrack,
    address: CaptureAddress,
    spatialLayer: number,
    tell: (timing: PacketTiming) => void,
  ): Promise<CapturedTrack> {
    const { router, worker } = call;
    const transport = await router.createPlainTransport({
      listenInfo: worker.captureListen,
      rtcpListenInfo: worker.captureListen,
      rtcpMux: false,
      comedia: false,
      enableSrtp: true,
      srtpCryptoSuite: SRTP_SUITE,
    });
    try {
      const { ip, rtpPort, rtcpPort } = address;
      // The recorder's reports are not encrypted, so nothing is to be had of them; a key there must be.
      const keyBase64 = randomBytes(SRTP_KEY_BYTES).toString('base64');
      const srtpParameters: SrtpParameters = { cryptoSuite: SRTP_SUITE, keyBase64 };
      await transport.connect({ ip, port: rtpPort, rtcpPort, srtpParameters });
      const consumer = await transport.consume({
        producerId: track.producer.id,
        rtpCapabilities: plain(router.rtpCapabilities),
        paused: true,
        ...(track.kind === 'video' ? { preferredLayers: { spatialLayer } } : {}),
      });
      return new CapturedTrack(track, spatialLayer, transport, consumer, tell);
    } catch (error) {
      transport.close();
      throw error;
    }
  }

  get rtpParametersJson(): string {
    return JSON.stringify(this.#consumer.rtpParameters);
  }

  /** What is sent is encrypted with it. Secret. */
  get srtpParametersJson(): string {
    return JSON.stringify(this.#transport.srtpParameters);
  }

  /** Media flows from a keyframe on. */
  async resume(): Promise<void> {
    await this.#clock.read();
    await this.#consumer.resume();
    await this.requestKeyframe();
  }

  async requestKeyframe(): Promise<void> {
    if (this.track.kind === 'video') await this.#consumer.requestKeyFrame();
  }

  /** After a pause timestamps need not go on where the clock is. */
  async readClock(): Promise<void> {
    if (!this.#consumer.paused) await this.#clock.read();
  }

  close(): void {
    this.#clock.stop();
    this.#transport.close();
  }
}

/** No retransmissions and no header extensions: a file has no use for them. */
function plain({ codecs = [] }: RtpCapabilities): RtpCapabilities {
  const media = codecs.filter(({ mimeType }) => !mimeType.endsWith('/rtx'));
  return {
    codecs: media.map((codec) => ({
      ...codec,
      rtcpFeedback: (codec.rtcpFeedback ?? []).filter(({ parameter }) => parameter === 'pli' || parameter === 'fir'),
    })),
    headerExtensions: [],
  };
}
