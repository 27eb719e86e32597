import { randomUUID } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Context } from '../context.ts';
import { explain } from '../../explain.ts';
import { Findings } from '../finding.ts';

const ANSWER_MS = 10_000;

/** What to do about what an S3 server answered. */
function cureOf(error: unknown): string {
  const name = error instanceof S3ServiceException ? error.name : '';
  if (['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'AccessDenied', 'Forbidden'].includes(name))
    return 'put the right STORAGE_ACCESS_KEY and STORAGE_SECRET_KEY into deploy/.env, of a key that may read, write and delete in the bucket; then deploy/videocall deploy';
  if (name === 'NoSuchBucket')
    return 'make the bucket, or name the right one (STORAGE_BUCKET in deploy/.env); then deploy/videocall deploy';
  if (name === 'RequestTimeTooSkewed') return 'set the clock right: sudo timedatectl set-ntp true';
  return 'see that STORAGE_ENDPOINT and STORAGE_REGION in deploy/.env are right; for the storage on this server: deploy/videocall logs object-storage';
}

/** Whether recordings can be stored: something is written, read back and deleted. */
export async function checkStorage({ settings }: Context): Promise<Findings> {
  const findings = new Findings('storage');
  const { STORAGE_ENDPOINT, STORAGE_REGION, STORAGE_BUCKET, STORAGE_ACCESS_KEY, STORAGE_SECRET_KEY } = settings;
  if (STORAGE_BUCKET === '') {
    findings.good("recordings are kept in the recorder's own folder: no bucket is configured");
    return findings;
  }
  const s3 = new S3Client({
    ...(STORAGE_ENDPOINT !== '' && { endpoint: STORAGE_ENDPOINT }),
    region: STORAGE_REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: STORAGE_ACCESS_KEY, secretAccessKey: STORAGE_SECRET_KEY },
    maxAttempts: 2,
    // Not every storage knows the newer checksums; what is written is read back instead.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const object = { Bucket: STORAGE_BUCKET, Key: `doctor/${randomUUID()}` };
  const limit = () => ({ abortSignal: AbortSignal.timeout(ANSWER_MS) });
  try {
    const written = randomUUID();
    await s3.send(new PutObjectCommand({ ...object, Body: written }), limit());
    const { Body } = await s3.send(new GetObjectCommand(object), limit());
    const read = await Body?.transformToString();
    await s3.send(new DeleteObjectCommand(object), limit());
    if (read === written) findings.good(`the bucket ${STORAGE_BUCKET} takes, gives and deletes objects`);
    else
      findings.fail(
        `the bucket ${STORAGE_BUCKET} gives back other bytes than it was given`,
        'this storage is broken: use another one',
      );
  } catch (error) {
    const name = error instanceof Error && error.name !== 'Error' ? `${error.name}: ` : '';
    findings.fail(`the bucket ${STORAGE_BUCKET} refuses (${name}${explain(error)})`, cureOf(error));
  } finally {
    s3.destroy();
  }
  return findings;
}
