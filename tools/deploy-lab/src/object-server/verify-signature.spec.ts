import { createServer } from 'node:http';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it } from '@jest/globals';
import { verifySignature, type Denial, type ReceivedRequest } from './verify-signature.ts';

const KEY = { id: 'key', secret: 'secret' };
const OBJECT = { Bucket: 'bucket', Key: 'calls/ä b+c.mp4' };

/** A client with Amazon's own signing, and every request that it has sent. */
async function withClient(
  work: (client: S3Client) => Promise<unknown>,
  credentials: S3ClientConfig['credentials'] = { accessKeyId: KEY.id, secretAccessKey: KEY.secret },
): Promise<ReceivedRequest[]> {
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    received.push({ method: request.method ?? '', target: request.url ?? '', headers });
    request.resume().once('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${address.port}`,
    region: 'eu-central-1',
    forcePathStyle: true,
    maxAttempts: 1,
    ...(credentials ? { credentials } : {}),
  });
  try {
    await work(client);
  } finally {
    client.destroy();
    server.close();
    server.closeAllConnections();
  }
  return received;
}

async function judged(requests: Promise<ReceivedRequest[]>): Promise<(Denial | undefined)[]> {
  return Promise.all((await requests).map((request) => verifySignature(request, KEY)));
}

describe('verifySignature', () => {
  it('lets in what is signed with the key: reading, storing, a list in the body, a query', async () => {
    const requests = withClient(async (client) => {
      await client.send(new GetObjectCommand({ ...OBJECT, Range: 'bytes=0-9' }));
      await client.send(new PutObjectCommand({ ...OBJECT, Body: 'film', ServerSideEncryption: 'AES256' }));
      await client.send(new DeleteObjectsCommand({ Bucket: 'bucket', Delete: { Objects: [OBJECT] } }));
    });
    expect(await judged(requests)).toEqual([undefined, undefined, undefined]);
  });

  it('refuses another secret, another key, and no key', async () => {
    const get = (client: S3Client) => client.send(new GetObjectCommand(OBJECT));
    expect(await judged(withClient(get, { accessKeyId: KEY.id, secretAccessKey: 'wrong' }))).toEqual([
      'SignatureDoesNotMatch',
    ]);
    expect(await judged(withClient(get, { accessKeyId: 'other', secretAccessKey: KEY.secret }))).toEqual([
      'InvalidAccessKeyId',
    ]);
    expect(await verifySignature({ method: 'GET', target: '/bucket/x', headers: {} }, KEY)).toBe('AccessDenied');
  });

  it('refuses a signature of another object, and one of an hour ago', async () => {
    const [request] = await withClient((client) => client.send(new GetObjectCommand(OBJECT)));
    if (!request) throw new Error('nothing was sent');
    expect(await verifySignature({ ...request, target: '/bucket/other' }, KEY)).toBe('SignatureDoesNotMatch');
    expect(await verifySignature(request, KEY, new Date(Date.now() + 3_600_000))).toBe('RequestTimeTooSkewed');
  });

  it('lets in by a signed address until it expires, and by no other', async () => {
    const client = new S3Client({
      endpoint: 'https://call.example.com',
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: KEY.id, secretAccessKey: KEY.secret },
    });
    const command = new GetObjectCommand({ ...OBJECT, ResponseContentDisposition: 'attachment; filename="a b.mp4"' });
    const { host, pathname, search } = new URL(await getSignedUrl(client, command, { expiresIn: 60 }));
    const request = { method: 'GET', target: `${pathname}${search}`, headers: { host, range: 'bytes=0-9' } };
    expect(await verifySignature(request, KEY)).toBeUndefined();
    expect(await verifySignature(request, KEY, new Date(Date.now() + 61_000))).toBe('AccessDenied');
    expect(await verifySignature({ ...request, method: 'PUT' }, KEY)).toBe('SignatureDoesNotMatch');
    expect(await verifySignature({ ...request, headers: { host: 'other.example.com' } }, KEY)).toBe(
      'SignatureDoesNotMatch',
    );
  });
});
