import type { EventStream } from './event-streams.js';
import { newestId, readAfter, START, streamHolds } from './stream-entries.js';
import { runStreamLoop, type StreamReader } from './stream-loop.js';

const BLOCK_MS = 5_000;

export interface TailOptions<Event> {
  readonly redisUrl: string;
  readonly stream: EventStream<Event>;
  readonly onEvent: (event: Event) => void;
  /**
   * Events before now may have been missed: at the start, and when Redis came back without what was last read. Clients must
   * be given a snapshot. A mere reconnection is no gap: reading goes on where it stopped.
   */
  readonly onGap: () => void;
  readonly onError: (error: Error) => void;
}

/** Follows a stream from now on, for who tells live clients (api-gateway). Survives Redis being away. */
export function tailStream<Event>({ redisUrl, stream, onEvent, onGap, onError }: TailOptions<Event>): StreamReader {
  let position: string | undefined;
  return runStreamLoop(
    redisUrl,
    {
      async onConnected(redis) {
        if (position === START) return;
        if (position !== undefined && (await streamHolds(redis, stream.name, position))) return;
        position = await newestId(redis, stream.name);
        onGap();
      },
      async step(redis) {
        for (const { streamId, payload } of await readAfter(redis, stream.name, position ?? START, BLOCK_MS)) {
          position = streamId;
          onEvent(stream.decode(payload));
        }
      },
    },
    onError,
  );
}
