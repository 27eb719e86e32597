import { publishEvents, streamHolds, type EventStream } from '@videocall/events';
import type { Redis } from 'ioredis';
import type { OutboxTable } from './outbox-table.js';

/** Publishes all that waits. Where Redis lost what was published last, the last 24 hours are published again first. */
export async function publishOutbox(
  table: OutboxTable,
  redis: Redis,
  stream: Pick<EventStream<unknown>, 'name'>,
): Promise<void> {
  const last = await table.lastStreamId();
  if (last !== undefined && !(await streamHolds(redis, stream.name, last))) await table.markAllUnpublished();
  for (let rows = await table.unpublished(); rows.length > 0; rows = await table.unpublished()) {
    const streamIds = await publishEvents(redis, stream, rows);
    await table.markPublished(
      rows.map(({ id }) => id),
      streamIds,
    );
  }
}
