import type { Redis } from 'ioredis';
import type { EventStream } from './event-streams.js';

/** Entries kept in a stream, about. What is older comes from the outbox. */
const KEPT = 100_000;

export interface PublishedEvent {
  /** `evt_…`; consumers are idempotent by it. */
  readonly eventId: string;
  /** As the stream's `encode` gives it. */
  readonly payload: Uint8Array;
}

/**
 * Appends events in order. Facts come from the outbox relay alone: one written anywhere else would be lost with Redis.
 * What may be lost (media samples) is published by its owner.
 *
 * @returns the entries' ids in the stream, in the same order.
 * @throws when one was not written; those before it may have been.
 */
export async function publishEvents(
  redis: Redis,
  stream: Pick<EventStream<unknown>, 'name'>,
  events: readonly PublishedEvent[],
): Promise<string[]> {
  const pipeline = redis.pipeline();
  for (const { eventId, payload } of events) {
    pipeline.xadd(stream.name, 'MAXLEN', '~', KEPT, '*', 'id', eventId, 'payload', Buffer.from(payload));
  }
  const replies = (await pipeline.exec()) ?? [];
  return replies.map(([error, streamId]) => {
    if (error) throw error;
    return String(streamId);
  });
}
