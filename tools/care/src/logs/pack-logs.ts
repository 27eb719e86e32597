import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { readRecord, type LogRecord } from './log-record.ts';

/** Lines of one service that follow each other, compressed. */
export interface PackedLogs {
  readonly service: string;
  /** When the first of them was logged: 2026-11-22T21:00:00.123456789Z. */
  readonly from: string;
  readonly lines: number;
  /** The file: JSON objects, one a line, in gzip. It is there until the next pack is asked for. */
  readonly path: string;
}

/** What does not fit into one pack goes into the next: the container has little room for files. */
const LONGEST_PACK_BYTES = 128 * 1024 * 1024;

/**
 * Compresses collected lines, a pack for each service at least.
 * @param collected lines as `readRecord` takes them, those of a service together
 * @param folder where the packs are, one after the other
 * @param longest uncompressed bytes after which a pack ends
 */
export async function* packLogs(
  collected: AsyncIterable<string>,
  folder: string,
  longest = LONGEST_PACK_BYTES,
): AsyncGenerator<PackedLogs> {
  const lines = collected[Symbol.asyncIterator]();
  const take = async (): Promise<LogRecord | undefined> => {
    const { done, value } = await lines.next();
    return done === true ? undefined : readRecord(value);
  };
  let next = await take();
  while (next) {
    const { service, takenAt: from } = next;
    const path = join(folder, `${service}.jsonl.gz`);
    let count = 0;
    const ofService = async function* (): AsyncGenerator<string> {
      for (let bytes = 0; next?.service === service && bytes < longest; next = await take()) {
        bytes += next.json.length;
        count += 1;
        yield `${next.json}\n`;
      }
    };
    await pipeline(ofService, createGzip(), createWriteStream(path));
    yield { service, from, lines: count, path };
    await rm(path);
  }
}
