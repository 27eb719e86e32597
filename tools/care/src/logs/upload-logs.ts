import { keyOf, type Destination } from './destination.ts';
import { packLogs } from './pack-logs.ts';

const LONGEST_UPLOAD_MS = 10 * 60_000;

/**
 * Sends collected lines to a bucket.
 * @param folder for files meanwhile
 * @param report told of every object
 * @throws what the storage says; what was sent before is there, and is sent again under the same key next time
 */
export async function uploadLogs(
  collected: AsyncIterable<string>,
  { storage, prefix }: Destination,
  folder: string,
  report: (text: string) => void,
): Promise<void> {
  for await (const pack of packLogs(collected, folder)) {
    const key = keyOf(pack, prefix);
    const { bytes } = await storage.putFile(key, pack.path, {
      contentType: 'application/gzip',
      signal: AbortSignal.timeout(LONGEST_UPLOAD_MS),
    });
    report(`${key}: ${pack.lines} lines, ${bytes} bytes`);
  }
}
