import type { ServerDuplexStream, ServiceError } from '@grpc/grpc-js';
import type { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { LossyWriter, refusalFrom, refusalFromStatus, statusFromRefusal } from '@videocall/platform-grpc';
import type { Caller } from '../adapters/access-tokens.js';
import { isMediaLost } from '../application/media-lost.js';
import type { MediaStreams, OpenMediaStream } from '../application/media-streams.js';
import type { NodeMediaStream, OpenMedia } from '../application/open-media.js';
import { TokenBucket } from '../domain/token-bucket.js';
import { CALL_MESSAGES, checked } from './call-messages.js';
import type { MediaMetrics } from './media-metrics.js';

export type PublicMediaStream = ServerDuplexStream<callV1.MediaPacket, callV1.MediaPacket>;
type Content = callV1.MediaPacket['content'];

/** Under which Nest injects the parts. */
export const MEDIA_STREAM_PARTS = Symbol('media-stream-parts');

export interface MediaStreamParts {
  readonly openMedia: OpenMedia;
  readonly streams: MediaStreams;
  readonly metrics: MediaMetrics;
}

/** From the call to `open`, and from there to `opened`. */
const OPEN_MS = 5_000;
/** What waits for a participant that does not read; about 600 KB. */
const MAX_WAITING = 500;
/** Bytes of a packet's payload; more is not passed on. */
const MAX_PAYLOAD = 1_200;
/** Above what the send profiles allow of all four sources together; the stream is read no faster. Packets a second. */
const PACKETS_PER_SECOND = 3_000;
const REQUESTS_PER_SECOND = 50;

/**
 * A server-side participant's stream (CALL-4), carried between it and its sfu-node. Neither side can make this process hold
 * more than a little of it: a participant that does not read loses its own packets, one that floods is read more slowly.
 */
export class MediaStream implements OpenMediaStream {
  readonly caller: Caller;
  readonly #call: PublicMediaStream;
  readonly #parts: MediaStreamParts;
  readonly #writer: LossyWriter<callV1.MediaPacket>;
  readonly #packets = new TokenBucket(PACKETS_PER_SECOND, PACKETS_PER_SECOND, Date.now());
  readonly #requests = new TokenBucket(REQUESTS_PER_SECOND, REQUESTS_PER_SECOND, Date.now());
  readonly #complaints = new TokenBucket(1, 1, Date.now());
  #node: NodeMediaStream | undefined;
  #opening: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(call: PublicMediaStream, caller: Caller, parts: MediaStreamParts) {
    this.#call = call;
    this.caller = caller;
    this.#parts = parts;
    this.#writer = new LossyWriter<callV1.MediaPacket>(call, {
      maxWaiting: MAX_WAITING,
      trackOf: ({ content }) => (content?.$case === 'rtp' ? content.value.trackId : undefined),
      loss: (trackId, count) => {
        parts.metrics.dropped(count);
        return { content: { $case: 'packetsDropped', value: { trackId, count } } };
      },
      onOverflow: () => this.end(new Refusal('READER_TOO_SLOW')),
    });
  }

  /** @throws Refusal SERVICE_UNAVAILABLE while the gateway stops */
  start(): void {
    this.#parts.streams.add(this);
    this.#expectWithin(OPEN_MS);
    for (const event of ['close', 'error', 'cancelled']) this.#call.on(event, () => this.#stop());
    // The participant is gone: what it has published stays for when it comes back.
    this.#call.on('end', () => {
      if (this.#node) this.#node.end();
      else this.end(new Refusal('REQUEST_INVALID', { message: 'The first message must be `open`.' }));
    });
    this.#call.once('data', ({ content }: callV1.MediaPacket) => {
      this.#call.pause();
      this.#open(content).catch((error: unknown) => this.end(refusalFrom(error)));
    });
  }

  end(refusal: Refusal): void {
    if (this.#ended) return;
    this.#stop();
    this.#call.emit('error', statusFromRefusal(refusal));
  }

  async #open(content: Content): Promise<void> {
    if (content?.$case !== 'open') {
      throw new Refusal('REQUEST_INVALID', { message: 'The first message must be `open`.' });
    }
    const node = await this.#parts.openMedia.execute(this.caller, checked(CALL_MESSAGES.openMedia, content.value));
    node.on('error', (error: ServiceError) => this.end(refusalOf(error)));
    if (this.#ended) {
      node.cancel();
      return;
    }
    this.#node = node;
    this.#expectWithin(OPEN_MS);
    node.on('data', (packet: callV1.MediaPacket) => this.#deliver(packet));
    node.on('end', () => {
      if (!this.#ended) this.#call.end();
      this.#stop();
    });
    node.on('drain', () => this.#call.resume());
    this.#call.on('data', (packet: callV1.MediaPacket) => this.#passOn(node, packet));
    this.#call.resume();
  }

  #deliver(packet: callV1.MediaPacket): void {
    if (this.#ended) return;
    if (packet.content?.$case === 'opened') clearTimeout(this.#opening);
    if (packet.content?.$case === 'rtp') this.#parts.metrics.carried('out');
    this.#writer.write(packet);
  }

  #passOn(node: NodeMediaStream, packet: callV1.MediaPacket): void {
    const { content } = packet;
    const isPacket = content?.$case === 'rtp';
    if (isPacket && content.value.payload.length > MAX_PAYLOAD) return this.#complain(content.value.trackId);
    if (isPacket) this.#parts.metrics.carried('in');
    const tooFast = (isPacket ? this.#packets : this.#requests).take(Date.now());
    const nodeTakesMore = node.write(packet);
    if (!nodeTakesMore || tooFast > 0) this.#call.pause();
    if (tooFast > 0) setTimeout(() => this.#call.resume(), tooFast).unref();
  }

  #complain(subject: string): void {
    if (this.#complaints.take(Date.now()) > 0) return;
    const { reason, message } = new Refusal('RTP_PACKET_INVALID');
    this.#writer.write({ content: { $case: 'error', value: { reason, message, subject } } });
  }

  #expectWithin(ms: number): void {
    clearTimeout(this.#opening);
    this.#opening = setTimeout(() => this.end(new Refusal('DEADLINE_EXCEEDED')), ms);
  }

  #stop(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#opening);
    this.#parts.streams.remove(this);
    this.#node?.cancel();
  }
}

/** A sfu-node that does not know the peer (any more) means to a participant that it is to join anew. */
function refusalOf(error: ServiceError): Refusal {
  const refusal = refusalFromStatus(error);
  return isMediaLost(refusal) ? new Refusal('MEDIA_LOST', { cause: refusal }) : refusal;
}
