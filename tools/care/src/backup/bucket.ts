import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, NoSuchKey, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { ListedObject, RecordingStore } from './recording-store.ts';

const ATTEMPTS = 4;
const CONNECT_MS = 3_000;
/** Without a byte for as long a request is given up. */
const SILENCE_MS = 20_000;
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.mp4': 'video/mp4',
  '.m4a': 'audio/mp4',
  '.webm': 'video/webm',
  '.jpg': 'image/jpeg',
};

export interface BucketAccess {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly pathStyle: boolean;
  /** The server is asked to encrypt what it stores (SSE-S3; AUTH-8). */
  readonly encrypted: boolean;
}

/** The bucket that recordings are stored in. */
export class Bucket implements RecordingStore {
  readonly #client: S3Client;
  readonly #access: BucketAccess;

  constructor(access: BucketAccess) {
    this.#access = access;
    this.#client = new S3Client({
      endpoint: access.endpoint,
      region: access.region,
      credentials: { accessKeyId: access.accessKey, secretAccessKey: access.secretKey },
      forcePathStyle: access.pathStyle,
      maxAttempts: ATTEMPTS,
      // Not every storage knows the newer checksums; ours are in the manifest.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: SILENCE_MS, socketTimeout: SILENCE_MS },
    });
  }

  async list(): Promise<ListedObject[]> {
    const found: ListedObject[] = [];
    for await (const page of paginateListObjectsV2({ client: this.#client }, { Bucket: this.#access.bucket })) {
      for (const { Key, Size } of page.Contents ?? [])
        if (Key !== undefined) found.push({ key: Key, bytes: Size ?? 0 });
    }
    return found;
  }

  async fetch(key: string, path: string): Promise<boolean> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#access.bucket, Key: key }));
      if (!(Body instanceof Readable)) throw new Error(`the storage answered without the content of ${key}`);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await pipeline(Body, createWriteStream(path, { mode: 0o600 }));
      return true;
    } catch (error) {
      if (error instanceof NoSuchKey) return false;
      throw error;
    }
  }

  async store(key: string, path: string): Promise<void> {
    const upload = new Upload({
      client: this.#client,
      params: {
        Bucket: this.#access.bucket,
        Key: key,
        Body: createReadStream(path),
        ContentType: CONTENT_TYPES[extname(key)] ?? 'application/octet-stream',
        ...(this.#access.encrypted && { ServerSideEncryption: 'AES256' }),
      },
    });
    await upload.done();
  }
}
