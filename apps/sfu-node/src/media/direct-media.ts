import type { DirectTransport, Router, RtcpFeedback, RtpCapabilities } from 'mediasoup/types';
import { keyframesAsked } from '../domain/rtcp-keyframe-requests.js';
import type { RtpSender } from './rtp-sender.js';

const AUDIO_LEVEL_URI = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';

/** The media of a peer without WebRTC: its packets go through this process instead of a socket of the worker. */
export class DirectMedia {
  readonly transport: DirectTransport;
  readonly rtpCapabilities: RtpCapabilities;
  /** Ids of the tracks that it asked for; it gets no others. */
  readonly wanted = new Set<string>();
  /** By id of the peer's own track. */
  readonly senders = new Map<string, RtpSender>();
  /** Who takes the peer's media at the moment. */
  stream: { keyframeAsked(trackId: string): void } | undefined;

  private constructor(transport: DirectTransport, { codecs, headerExtensions }: RtpCapabilities) {
    this.transport = transport;
    this.rtpCapabilities = {
      // Nothing is lost on the way, so nothing is sent again.
      codecs: (codecs ?? [])
        .filter(({ mimeType }) => !mimeType.endsWith('/rtx'))
        .map((codec) => ({ ...codec, rtcpFeedback: codec.rtcpFeedback?.filter(isKeyframeRequest) ?? [] })),
      headerExtensions: (headerExtensions ?? []).filter(({ uri }) => uri === AUDIO_LEVEL_URI),
    };
    transport.on('rtcp', (packet) => this.#onRtcp(packet));
  }

  static async open(router: Router): Promise<DirectMedia> {
    return new DirectMedia(await router.createDirectTransport(), router.rtpCapabilities);
  }

  /** By receivers of its video, through mediasoup, which asks at most about once a second. */
  #onRtcp(packet: Buffer): void {
    const ssrcs = keyframesAsked(packet);
    if (ssrcs.length === 0) return;
    for (const { ssrc, track } of this.senders.values()) {
      if (ssrcs.includes(ssrc)) this.stream?.keyframeAsked(track.id);
    }
  }
}

function isKeyframeRequest({ parameter }: RtcpFeedback): boolean {
  return parameter === 'pli' || parameter === 'fir';
}
