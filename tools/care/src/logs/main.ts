import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setting } from '../setting.ts';
import { destinationOf } from './destination.ts';
import { uploadLogs } from './upload-logs.ts';

/** Sends the lines that deploy/logs/upload.sh collects, and that come in on standard input. */
export async function run(): Promise<number> {
  const destination = destinationOf(
    setting('LOG_UPLOAD_URL'),
    setting('LOG_UPLOAD_ACCESS_KEY'),
    setting('LOG_UPLOAD_SECRET_KEY'),
  );
  const folder = await mkdtemp(join(tmpdir(), 'logs-'));
  try {
    const collected = createInterface({ input: process.stdin, crlfDelay: Infinity });
    await uploadLogs(collected, destination, folder, (text) => process.stdout.write(`${text}\n`));
  } finally {
    await rm(folder, { recursive: true });
  }
  return 0;
}
