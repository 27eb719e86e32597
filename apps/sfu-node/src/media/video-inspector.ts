import { videoCodecOf } from '@videocall/quality-profiles';
import type { DirectTransport, Producer, Router } from 'mediasoup/types';
import { readPayload } from '../domain/frame-headers.js';
import { LayerSample, type MeasuredLayer } from '../domain/layer-sample.js';
import { readRtpHeader } from '../domain/rtp-header.js';

/** How long a look lasts, and how much longer while a layer's keyframe is still to come. Milliseconds. */
const LOOK = 1_000;
const WAIT_FOR_KEYFRAME = 700;

/** Looks at the packet headers of what a publisher really sends. Packets are copied here only while it looks. */
export class VideoInspector {
  readonly #router: Router;
  #transport: Promise<DirectTransport> | undefined;

  constructor(router: Router) {
    this.#router = router;
  }

  /**
   * Watches a video producer for about a second. Asks for a keyframe, since only those carry the size.
   *
   * @param known what was measured before
   * @returns by encoding, lowest first; undefined for one that sent too little to tell
   */
  async look(
    producer: Producer,
    known: readonly (MeasuredLayer | undefined)[],
  ): Promise<(MeasuredLayer | undefined)[]> {
    const codec = videoCodecOf(producer.rtpParameters.codecs[0]?.mimeType ?? '');
    if (!codec) return [];
    const transport = await (this.#transport ??= this.#router.createDirectTransport());
    const consumer = await transport.consume({
      producerId: producer.id,
      rtpCapabilities: this.#router.rtpCapabilities,
      // All encodings as they come, each by its own SSRC.
      pipe: true,
      enableRtx: false,
    });
    const ssrcs = (consumer.rtpParameters.encodings ?? []).map(({ ssrc }) => ssrc);
    const samples = ssrcs.map(() => new LayerSample());
    const seen = new Set<LayerSample>();
    consumer.on('rtp', (packet) => {
      const header = readRtpHeader(packet);
      const sample = header && samples[ssrcs.indexOf(header.ssrc)];
      if (!header || !sample) return;
      const facts = readPayload(codec, packet.subarray(header.payloadStart, header.payloadEnd));
      if (!facts) return;
      seen.add(sample);
      sample.add(facts, header.timestamp, packet.length, performance.now());
    });
    await passes(LOOK);
    if ([...seen].some((sample) => !sample.hasSize)) await passes(WAIT_FOR_KEYFRAME);
    consumer.close();
    return samples.map((sample, layer) => sample.measure(known[layer]?.size));
  }
}

function passes(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
