import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { startObjectServer, type TestObjectServer } from '@videocall/testing';
import { destinationOf, type Destination } from './destination.ts';
import { packLogs } from './pack-logs.ts';
import { uploadLogs } from './upload-logs.ts';

const at = (second: number): string => `2026-11-22T21:00:0${second}.000000000Z`;
const COLLECTED = [
  `auth 0123456789ab ${at(1)} {"level":"info","msg":"signed in"}`,
  `auth 0123456789ab ${at(2)} {"level":"warn","msg":"refused","password":"geheim"}`,
  `postgres ba9876543210 ${at(0)} database system is ready`,
];

describe('the upload of logs', () => {
  let server: TestObjectServer;
  let folder: string;
  let destination: Destination;

  beforeAll(async () => {
    server = await startObjectServer();
    destination = destinationOf(`${server.endpoint}/${server.bucket}/logs/test`, 'key', 'secret');
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'logs-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const send = (lines: readonly string[]): Promise<void> =>
    uploadLogs(Readable.from(lines), destination, folder, () => undefined);

  const kept = async (): Promise<Record<string, string>> => {
    const { client, bucket } = destination;
    const objects: Record<string, string> = {};
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'logs/' }));
    for (const { Key = '' } of Contents) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      const packed = await Body?.transformToByteArray();
      objects[Key] = gunzipSync(packed ?? '').toString();
    }
    return objects;
  };

  it('keeps the lines of each service by day, as JSON without secrets, and once when they are sent again', async () => {
    await send(COLLECTED);
    await send(COLLECTED);
    expect(await kept()).toEqual({
      'logs/test/2026/11/22/auth-20261122T210001.000000000Z.jsonl.gz':
        `{"time":"${at(1)}","level":"info","msg":"signed in","service":"auth","container":"0123456789ab"}\n` +
        `{"time":"${at(2)}","level":"warn","msg":"refused","password":"[redacted]","service":"auth","container":"0123456789ab"}\n`,
      'logs/test/2026/11/22/postgres-20261122T210000.000000000Z.jsonl.gz': `{"time":"${at(0)}","msg":"database system is ready","service":"postgres","container":"ba9876543210"}\n`,
    });
  });

  it('ends a pack that grows too long and begins the next', async () => {
    const packs: number[] = [];
    const lines = Array.from({ length: 5 }, (_, second) => `auth 0123456789ab ${at(second)} line`);
    for await (const { lines: count } of packLogs(Readable.from(lines), folder, 150)) packs.push(count);
    expect(packs).toEqual([2, 2, 1]);
  });

  it('says what is wrong with an address', () => {
    expect(() => destinationOf('s3://bucket', 'key', 'secret')).toThrow('LOG_UPLOAD_URL must be https://SERVER/BUCKET');
    expect(() => destinationOf('https://server', 'key', 'secret')).toThrow('not "https://server"');
  });
});
