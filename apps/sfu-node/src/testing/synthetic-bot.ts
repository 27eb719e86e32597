import type { EventEmitter } from 'node:events';
import type { ClientDuplexStream, ServiceError } from '@grpc/grpc-js';
import { callV1, type sfuV1 } from '@videocall/contracts';
import { refusalFromStatus } from '@videocall/platform-grpc';
import { waitFor } from '@videocall/testing';
import { withTicket, type SfuUnderTest } from './sfu-under-test.js';
import { SyntheticPeer } from './synthetic-peer.js';

type Content = NonNullable<callV1.MediaPacket['content']>;
type ContentOf<Case extends Content['$case']> = Extract<Content, { $case: Case }>['value'];

const { MediaCodec, TrackSource } = callV1;
const FRAME_MS = 20;
const OPUS_FRAME = 960;
/** What looks like a CELT frame of sound, and one of silence. */
const SOUND = Buffer.alloc(80, 0x5a).fill(31 << 3, 0, 1);
const SILENCE = Buffer.from([31 << 3, 0xff, 0xfe]);

/** A server-side participant as a gateway carries it. */
export class SyntheticBot {
  readonly heard: Content[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  /** The reason that the stream ended with; empty: in good order. */
  ended: string | undefined;
  #stream: ClientDuplexStream<callV1.MediaPacket, callV1.MediaPacket>;

  private constructor(
    private readonly sfu: SfuUnderTest,
    readonly request: sfuV1.OpenPeerRequest,
    private readonly ticket: string,
  ) {
    this.#stream = this.#open();
  }

  static async join(sfu: SfuUnderTest, callId: string, policy: Partial<sfuV1.PeerPolicy> = {}): Promise<SyntheticBot> {
    const hello = await sfu.watch.hello;
    const request = { ...SyntheticPeer.requestFor(hello, callId, policy), rtpCapabilitiesJson: '', codecListHash: '' };
    await sfu.control.openPeer(request);
    const bot = new SyntheticBot(sfu, request, await sfu.ticket(request.peerId));
    await bot.told('opened');
    return bot;
  }

  /** The newest. */
  get stream(): EventEmitter {
    return this.#stream;
  }

  get participantId(): string {
    return this.request.participantId;
  }

  /** Another stream of the same participant. */
  async reopen(): Promise<void> {
    this.heard.length = 0;
    this.ended = undefined;
    this.#stream = this.#open();
    await this.told('opened');
  }

  say(content: Content): void {
    this.#stream.write({ content });
  }

  async publish(
    source: callV1.TrackSource,
    codec: callV1.MediaCodec,
    clientTrackId: string = source,
    size = { width: 0, height: 0 },
  ): Promise<string> {
    this.say({ $case: 'publish', value: { clientTrackId, source, codec, ...size } });
    return (await this.told('published', (published) => published.clientTrackId === clientTrackId)).trackId;
  }

  /** Fifty packets a second of a published voice, until the bot leaves. */
  speak(trackId: string, { silent = false, level }: { silent?: boolean; level?: number } = {}): void {
    let sent = 0;
    const start = performance.now();
    const timer = setInterval(() => {
      for (; start + sent * FRAME_MS <= performance.now(); sent += 1)
        this.packet({
          trackId,
          sequenceNumber: sent & 0xffff,
          timestamp: sent * OPUS_FRAME,
          payload: silent ? SILENCE : SOUND,
          audioLevel: level,
        });
    }, 5);
    this.#timers.push(timer);
  }

  async startSpeaking(options: { silent?: boolean; level?: number } = {}): Promise<string> {
    const trackId = await this.publish(TrackSource.MICROPHONE, MediaCodec.OPUS);
    this.speak(trackId, options);
    return trackId;
  }

  packet(packet: Partial<callV1.RtpPacket>): void {
    this.say({ $case: 'rtp', value: callV1.RtpPacket.fromPartial(packet) });
  }

  subscribe(trackId: string): void {
    this.say({ $case: 'subscribe', value: { trackId } });
  }

  packetsOf(trackId: string): callV1.RtpPacket[] {
    return this.all('rtp').filter((packet) => packet.trackId === trackId);
  }

  all<Case extends Content['$case']>(kind: Case): ContentOf<Case>[] {
    return this.heard.flatMap((content) => (content.$case === kind ? [content.value as ContentOf<Case>] : []));
  }

  /** The first message of a kind that satisfies the test, also one that came before. */
  async told<Case extends Content['$case']>(
    kind: Case,
    matches: (value: ContentOf<Case>) => boolean = () => true,
  ): Promise<ContentOf<Case>> {
    const find = () => {
      const value = this.all(kind).find(matches);
      return value && { value };
    };
    return (await waitFor(find, { what: `the bot being told ${kind}` })).value;
  }

  /** The reason that the stream ends with. */
  async end(): Promise<string> {
    const found = await waitFor(() => this.ended !== undefined && { reason: this.ended }, { what: 'the end' });
    return found.reason;
  }

  /** Reads nothing until {@link resume}. */
  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  /** The stream breaks; the participant stays. */
  drop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    this.#stream.cancel();
  }

  async leave(): Promise<void> {
    this.drop();
    await this.sfu.control.closePeer({ peerId: this.request.peerId, reason: 'LEFT' });
  }

  #open(): ClientDuplexStream<callV1.MediaPacket, callV1.MediaPacket> {
    const stream = this.sfu.media.streamMedia(withTicket(this.ticket).metadata);
    stream.on('data', ({ content }: callV1.MediaPacket) => content && this.heard.push(content));
    stream.on('error', (error: ServiceError) => {
      if (stream === this.#stream) this.ended = refusalFromStatus(error).reason;
    });
    stream.on('end', () => (this.ended ??= stream === this.#stream ? '' : undefined));
    return stream;
  }
}
