import { S3Client } from '@aws-sdk/client-s3';
import type { PackedLogs } from './pack-logs.ts';

/** AWS signs for the region in its address; R2, MinIO and others take this one whatever theirs is. */
const ANY_REGION = 'us-east-1';
const AWS_HOST = /^s3[.-](?<region>[a-z0-9-]+)\.amazonaws\.com$/;

/** Where logs are sent. */
export interface Destination {
  readonly client: S3Client;
  readonly bucket: string;
  /** What every key begins with: empty, or ending in a slash. */
  readonly prefix: string;
}

/**
 * @param url https://SERVER/BUCKET, or https://SERVER/BUCKET/FOLDER
 * @throws Error where it is not such an address
 */
export function destinationOf(url: string, accessKeyId: string, secretAccessKey: string): Destination {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  const [bucket, ...folders] = (address?.pathname ?? '').split('/').filter((part) => part !== '');
  if (!address || !/^https?:$/.test(address.protocol) || bucket === undefined)
    throw new Error(`LOG_UPLOAD_URL must be https://SERVER/BUCKET or https://SERVER/BUCKET/FOLDER, not "${url}"`);
  const client = new S3Client({
    endpoint: address.origin,
    region: AWS_HOST.exec(address.hostname)?.groups?.['region'] ?? ANY_REGION,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    // Content-MD5 is what every S3 server checks; the newer sums are not.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return { client, bucket, prefix: folders.map((folder) => `${folder}/`).join('') };
}

/** The key of a pack: 2026/11/22/auth-20261122T210000.123456789Z.jsonl.gz, the same when it is sent again. */
export function keyOf({ service, from }: PackedLogs, prefix: string): string {
  const day = from.slice(0, 10).replaceAll('-', '/');
  return `${prefix}${day}/${service}-${from.replace(/[-:]/g, '')}.jsonl.gz`;
}
