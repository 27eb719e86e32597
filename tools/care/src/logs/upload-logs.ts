import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { keyOf, type Destination } from './destination.ts';
import { packLogs } from './pack-logs.ts';

const LONGEST_UPLOAD_MS = 10 * 60_000;

/**
 * Sends collected lines to a bucket. The server refuses what arrives changed (Content-MD5, RFC 1864).
 * @param folder for files meanwhile
 * @param report told of every object
 * @throws what the server says; what was sent before is there, and is sent again under the same key next time
 */
export async function uploadLogs(
  collected: AsyncIterable<string>,
  { client, bucket, prefix }: Destination,
  folder: string,
  report: (text: string) => void,
): Promise<void> {
  for await (const pack of packLogs(collected, folder)) {
    const key = keyOf(pack, prefix);
    const content = await readFile(pack.path);
    const put = new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: content,
      ContentType: 'application/gzip',
      ContentMD5: createHash('md5').update(content).digest('base64'),
    });
    await client.send(put, { abortSignal: AbortSignal.timeout(LONGEST_UPLOAD_MS) });
    report(`${key}: ${pack.lines} lines, ${content.length} bytes`);
  }
}
