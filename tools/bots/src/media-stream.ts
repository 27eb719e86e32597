import { EventEmitter, once } from 'node:events';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { callV1 } from '@videocall/contracts';

type Content = NonNullable<callV1.MediaPacket['content']>;
type Stream = ClientDuplexStream<callV1.MediaPacket, callV1.MediaPacket>;

/** What the server tells, by the name it has in `MediaPacket`; its `error` is `refused` here, as Node throws what is named so. */
type Told = { [Each in Content as Each['$case'] extends 'error' ? 'refused' : Each['$case']]: [Each['value']] } & {
  ended: [Error | undefined];
};

/** One bot's `StreamMedia`: what it hears are events, what it says are methods. */
export class MediaStream extends EventEmitter<Told> {
  readonly #stream: Stream;
  #opened: callV1.MediaOpened = { tracks: [], speakerParticipantId: '' };

  private constructor(stream: Stream, onEnd: () => void) {
    super();
    this.#stream = stream;
    stream.on('data', ({ content }: callV1.MediaPacket) => {
      if (content) this.emit(content.$case === 'error' ? 'refused' : content.$case, content.value as never);
    });
    // The error's metadata has the reason: MEDIA_LOST and SERVICE_UNAVAILABLE are worth coming back for.
    stream.on('error', (error) => this.emit('ended', error));
    stream.on('end', () => this.emit('ended', undefined));
    this.once('ended', onEnd);
  }

  static async open(stream: Stream, open: callV1.OpenMedia, onEnd: () => void): Promise<MediaStream> {
    const media = new MediaStream(stream, onEnd);
    const opened = Promise.race([once(media, 'opened'), once(media, 'ended').then(([error]) => Promise.reject(error))]);
    media.say({ $case: 'open', value: open });
    [media.#opened] = (await opened) as [callV1.MediaOpened];
    return media;
  }

  /** What others send, now and from now on. */
  onTrack(take: (track: callV1.TrackAvailable) => void): void {
    for (const track of this.#opened.tracks) take(track);
    this.on('trackAvailable', take);
  }

  say(content: Content): void {
    this.#stream.write({ content });
  }

  send(packet: callV1.RtpPacket): void {
    this.say({ $case: 'rtp', value: packet });
  }

  subscribe(trackId: string): void {
    this.say({ $case: 'subscribe', value: { trackId } });
  }

  /** @returns the id of the track, under which its packets are sent */
  async publish(source: callV1.TrackSource, codec: callV1.MediaCodec): Promise<string> {
    const clientTrackId: string = source;
    const answer = new Promise<string>((resolve, reject) => {
      this.on('published', (published) => {
        if (published.clientTrackId === clientTrackId) resolve(published.trackId);
      });
      this.on('refused', ({ reason, message, subject }) => {
        if (subject === clientTrackId) reject(new Error(`${reason}: ${message}`));
      });
    });
    this.say({ $case: 'publish', value: { clientTrackId, source, codec, width: 0, height: 0 } });
    return await answer;
  }

  /** Reads nothing more for now: the server drops what is too much, and tells so afterwards (`packetsDropped`). */
  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  end(): void {
    this.#stream.end();
  }
}
