import type { EventStream } from '@videocall/events';

/** Data for `outbox.create`, in the transaction that makes the change the event tells of. */
export interface OutboxRow {
  readonly eventId: string;
  readonly aggregateId: string;
  readonly revision: bigint;
  readonly payload: Uint8Array<ArrayBuffer>;
}

/**
 * An event as an outbox row.
 *
 * @param aggregateId what the event is about; events of one aggregate are published in the order they were inserted, so
 *   insert while holding the aggregate's row lock.
 * @param revision of the aggregate; 0 where it has none.
 */
export function outboxRow<Event extends { readonly id: string }>(
  stream: EventStream<Event>,
  event: Event,
  aggregateId: string,
  revision = 0,
): OutboxRow {
  return { eventId: event.id, aggregateId, revision: BigInt(revision), payload: Uint8Array.from(stream.encode(event)) };
}
