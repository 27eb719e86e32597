import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStream } from './event-streams.js';
import { isAfter, newestId, readAfter, START, type StreamEntry } from './stream-entries.js';
import { runStreamLoop, type StreamReader } from './stream-loop.js';

const BLOCK_MS = 5_000;
const MAX_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 100;

/** Where a consumer keeps how far it came: a row in its own Postgres schema. */
export interface PositionStore {
  load(): Promise<string | undefined>;
  save(streamId: string): Promise<void>;
}

export interface ConsumeOptions<Event> {
  readonly redisUrl: string;
  readonly stream: EventStream<Event>;
  readonly position: PositionStore;
  /** Must be idempotent by event id: an event may come twice, and all of the last day come again when Redis was lost. */
  readonly handle: (event: Event, eventId: string) => Promise<void>;
  /** Keeps an event that failed five times, for a person to look at; reading then goes on. */
  readonly park: (entry: StreamEntry, error: unknown) => Promise<void>;
  readonly onError: (error: Error) => void;
}

/** Reads every event at least once, in order, across restarts of the consumer and of Redis. */
export function consumeStream<Event>(options: ConsumeOptions<Event>): StreamReader {
  const { redisUrl, stream, position: store, onError } = options;
  let position = START;
  return runStreamLoop(
    redisUrl,
    {
      async onConnected(redis) {
        position = (await store.load()) ?? START;
        // A stream that ends before our position was made anew after Redis was lost.
        if (isAfter(position, await newestId(redis, stream.name))) position = START;
      },
      async step(redis, stopping) {
        for (const entry of await readAfter(redis, stream.name, position, BLOCK_MS)) {
          if (stopping.aborted) return;
          await handleOrPark(entry, options);
          await store.save(entry.streamId);
          position = entry.streamId;
        }
      },
    },
    onError,
  );
}

async function handleOrPark<Event>(entry: StreamEntry, { stream, handle, park }: ConsumeOptions<Event>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await handle(stream.decode(entry.payload), entry.eventId);
    } catch (error) {
      // When even parking fails (the database is away), the loop comes back to this event.
      if (attempt === MAX_ATTEMPTS) return await park(entry, error);
      await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1));
    }
  }
}
