/** The writing side of any stream of grpc-js. */
export interface MessageSink<Message> {
  write(message: Message): boolean;
  on(event: 'drain', listener: () => void): unknown;
}

export interface LossyWriterOptions<Message> {
  /** How many messages may wait for a slow reader. */
  readonly maxWaiting: number;
  /** The track of a message that may be lost; undefined for one that must arrive. */
  readonly trackOf: (message: Message) => string | undefined;
  /** What tells the reader how many messages of a track it has lost. */
  readonly loss: (trackId: string, count: number) => Message;
  /** Even what must arrive piles up: the stream is to be given up. */
  readonly onOverflow: () => void;
}

/**
 * Writes live media to a stream whose reader may be slow (CALL-4): what the reader does not take waits here, and beyond a
 * bound the oldest media is dropped and counted. The counts are the first thing that it reads afterwards.
 */
export class LossyWriter<Message> {
  readonly #sink: MessageSink<Message>;
  readonly #options: LossyWriterOptions<Message>;
  readonly #waiting: Message[] = [];
  readonly #lost = new Map<string, number>();
  #flowing = true;

  constructor(sink: MessageSink<Message>, options: LossyWriterOptions<Message>) {
    this.#sink = sink;
    this.#options = options;
    sink.on('drain', () => this.#drain());
  }

  /** Messages that wait now. */
  get waiting(): number {
    return this.#waiting.length;
  }

  write(message: Message): void {
    if (this.#flowing) {
      this.#flowing = this.#sink.write(message);
      return;
    }
    this.#waiting.push(message);
    if (this.#waiting.length > this.#options.maxWaiting) this.#dropOldest();
  }

  #dropOldest(): void {
    const { trackOf, onOverflow } = this.#options;
    const oldest = this.#waiting.findIndex((message) => trackOf(message) !== undefined);
    const [dropped] = oldest < 0 ? [] : this.#waiting.splice(oldest, 1);
    const trackId = dropped && trackOf(dropped);
    if (trackId === undefined) return onOverflow();
    this.#lost.set(trackId, (this.#lost.get(trackId) ?? 0) + 1);
  }

  #drain(): void {
    this.#flowing = true;
    for (const [trackId, count] of this.#lost) {
      if (!this.#flowing) return;
      this.#lost.delete(trackId);
      this.#flowing = this.#sink.write(this.#options.loss(trackId, count));
    }
    let written = 0;
    while (this.#flowing && written < this.#waiting.length) {
      const message = this.#waiting[written];
      written += 1;
      if (message !== undefined) this.#flowing = this.#sink.write(message);
    }
    this.#waiting.splice(0, written);
  }
}
