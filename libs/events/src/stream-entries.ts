import type { Redis } from 'ioredis';

export interface StreamEntry {
  /** Redis's id of the entry: milliseconds and a sequence number. */
  readonly streamId: string;
  /** `evt_…` */
  readonly eventId: string;
  readonly payload: Uint8Array;
}

/** Before every entry. */
export const START = '0-0';

const BATCH = 200;

/** Entries after an id, oldest first; waits up to `blockMs` for the first one. */
export async function readAfter(redis: Redis, stream: string, after: string, blockMs: number): Promise<StreamEntry[]> {
  const reply = await redis.xreadBuffer('COUNT', BATCH, 'BLOCK', blockMs, 'STREAMS', stream, after);
  return (reply ?? []).flatMap(([, items]) => items.map(([id, fields]) => entryOf(id.toString(), fields)));
}

/** The newest entry's id; {@link START} where there is none. */
export async function newestId(redis: Redis, stream: string): Promise<string> {
  const [newest] = await redis.xrevrange(stream, '+', '-', 'COUNT', 1);
  return newest?.[0] ?? START;
}

/** Whether the stream still has the entry. */
export async function streamHolds(redis: Redis, stream: string, streamId: string): Promise<boolean> {
  return (await redis.xrange(stream, streamId, streamId)).length > 0;
}

/** Whether id `a` comes after id `b`. */
export function isAfter(a: string, b: string): boolean {
  const [aTime = 0n, aSequence = 0n] = a.split('-').map(BigInt);
  const [bTime = 0n, bSequence = 0n] = b.split('-').map(BigInt);
  return aTime > bTime || (aTime === bTime && aSequence > bSequence);
}

function entryOf(streamId: string, fields: readonly Buffer[]): StreamEntry {
  const values = new Map<string, Buffer>();
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [name, value] = [fields[i], fields[i + 1]];
    if (name && value) values.set(name.toString(), value);
  }
  return { streamId, eventId: values.get('id')?.toString() ?? '', payload: values.get('payload') ?? Buffer.alloc(0) };
}
