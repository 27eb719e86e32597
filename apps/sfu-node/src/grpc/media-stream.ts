import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { LossyWriter, refusalFrom, statusFromRefusal } from '@videocall/platform-grpc';
import type { MediaContent } from '../application/bot-messages.js';
import type { BotStream } from '../application/bot-stream.js';
import type { StreamMedia } from '../application/stream-media.js';
import { readRequest } from './media-schemas.js';
import type { PeerTickets } from './peer-tickets.js';

type Stream = ServerDuplexStream<callV1.MediaPacket, callV1.MediaPacket>;

/** Packets that wait for a gateway that does not read; about 1 MB. */
const MAX_WAITING = 1_000;
/** Control messages in progress before no more is read. */
const MAX_PENDING = 32;

/** One server-side participant's stream, by its gateway. */
export class MediaStream {
  readonly #call: Stream;
  readonly #writer: LossyWriter<callV1.MediaPacket>;
  #stream: BotStream | undefined;
  #ended = false;
  /** Control messages are taken one after the other, as they came. */
  #queue = Promise.resolve();
  #pending = 0;

  constructor(call: Stream) {
    this.#call = call;
    this.#writer = new LossyWriter<callV1.MediaPacket>(call, {
      maxWaiting: MAX_WAITING,
      trackOf: ({ content }) => (content?.$case === 'rtp' ? content.value.trackId : undefined),
      loss: (trackId, count) => ({ content: { $case: 'packetsDropped', value: { trackId, count } } }),
      onOverflow: () => this.#refuse(new Refusal('READER_TOO_SLOW')),
    });
    for (const event of ['close', 'error', 'cancelled']) call.on(event, () => this.#end());
    call.on('end', () => {
      this.#end();
      call.end();
    });
  }

  async start(tickets: PeerTickets, streamMedia: StreamMedia): Promise<void> {
    try {
      const peerId = await tickets.peerOf(this.#call.metadata);
      const stream = await streamMedia.execute(peerId, {
        send: (content) => this.#send(content),
        end: (refusal) => this.#refuse(refusal),
      });
      this.#stream = stream;
      if (this.#ended) stream.end();
      else this.#call.on('data', ({ content }: callV1.MediaPacket) => this.#take(stream, content));
    } catch (error) {
      this.#refuse(refusalFrom(error));
    }
  }

  #take(stream: BotStream, content: MediaContent | undefined): void {
    if (content?.$case === 'rtp') return stream.receivePacket(content.value);
    this.#pending += 1;
    if (this.#pending >= MAX_PENDING) this.#call.pause();
    this.#queue = this.#queue
      .then(() => this.#control(stream, content))
      .finally(() => {
        this.#pending -= 1;
        this.#call.resume();
      });
  }

  async #control(stream: BotStream, content: MediaContent | undefined): Promise<void> {
    try {
      await stream.receive(readRequest(content));
    } catch (error) {
      const { reason, message } = refusalFrom(error);
      this.#send({ $case: 'error', value: { reason, message, subject: subjectOf(content) } });
    }
  }

  #send(content: MediaContent): void {
    if (!this.#ended) this.#writer.write({ content });
  }

  #refuse(refusal: Refusal): void {
    if (this.#ended) return;
    this.#end();
    this.#call.emit('error', statusFromRefusal(refusal));
  }

  #end(): void {
    this.#ended = true;
    this.#stream?.end();
  }
}

function subjectOf(content: MediaContent | undefined): string {
  if (content?.$case === 'publish') return content.value.clientTrackId;
  return content && 'trackId' in content.value ? content.value.trackId : '';
}
