import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { digestOf, digestOfFile, sameDigest } from '../digest.js';
import { disposition } from '../local/answer-signed-request.js';
import { assertObjectKey } from '../object-key.js';
import {
  ObjectNotFound,
  ObjectStorage,
  StoredDifferently,
  type ByteRange,
  type FileDigest,
  type PutOptions,
  type SignedUrlOptions,
  type StoredObject,
} from '../object-storage.js';

/** Each request is tried this often, with growing pauses; a file's parts one by one. */
const ATTEMPTS = 4;
const CONNECT_MS = 3_000;
/** Without a byte for as long a request is given up. */
const SILENCE_MS = 20_000;

export interface S3Options {
  /** Address of the server; undefined: AWS's own for the region. */
  readonly endpoint?: string;
  /** Address that browsers reach it at, for signed URLs; undefined: the same. */
  readonly publicEndpoint?: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** `https://host/bucket/key` instead of `https://bucket.host/key`: MinIO and others want it. */
  readonly pathStyle: boolean;
  /** Ask the server to encrypt what it stores (SSE-S3; AUTH-8). */
  readonly encrypted: boolean;
}

/** Objects in a bucket of any S3-compatible storage. */
export class S3Storage extends ObjectStorage {
  readonly #client: S3Client;
  readonly #publicClient: S3Client;
  readonly #bucket: string;
  readonly #encryption: { readonly ServerSideEncryption?: 'AES256' };

  constructor(options: S3Options) {
    super();
    this.#client = clientOf(options, options.endpoint);
    this.#publicClient = clientOf(options, options.publicEndpoint ?? options.endpoint);
    this.#bucket = options.bucket;
    this.#encryption = options.encrypted ? { ServerSideEncryption: 'AES256' } : {};
  }

  async putFile(key: string, path: string, { contentType, onProgress, signal }: PutOptions): Promise<FileDigest> {
    const sent = await digestOfFile(path, signal);
    const source = createReadStream(path);
    const upload = new Upload({
      client: this.#client,
      params: { ...this.#at(key), Body: source, ContentType: contentType, ...this.#encryption },
    });
    const abort = (): void => void upload.abort();
    signal?.addEventListener('abort', abort);
    upload.on('httpUploadProgress', ({ loaded }) => onProgress?.(loaded ?? 0));
    try {
      await upload.done();
    } finally {
      signal?.removeEventListener('abort', abort);
      source.destroy();
    }
    const stored = await digestOf(await this.read(key));
    if (!sameDigest(sent, stored)) {
      await this.delete(key);
      throw new StoredDifferently(key, sent, stored);
    }
    return stored;
  }

  async head(key: string): Promise<StoredObject | undefined> {
    try {
      const found = await this.#client.send(new HeadObjectCommand(this.#at(key)));
      return { key, bytes: found.ContentLength ?? 0, modifiedAt: found.LastModified ?? new Date(0) };
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    const Range = range && `bytes=${range.first}-${range.last}`;
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ ...this.#at(key), Range }));
      if (!(Body instanceof Readable)) throw new Error(`the storage answered without the content of ${key}`);
      return Body;
    } catch (error) {
      if (error instanceof NoSuchKey) throw new ObjectNotFound(key, { cause: error });
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#at(key)));
  }

  async signedUrl(key: string, { validForSeconds, contentType, saveAs }: SignedUrlOptions): Promise<string> {
    const command = new GetObjectCommand({
      ...this.#at(key),
      ResponseContentType: contentType,
      ResponseContentDisposition: disposition(saveAs),
    });
    return await getSignedUrl(this.#publicClient, command, { expiresIn: validForSeconds });
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    for await (const page of paginateListObjectsV2(
      { client: this.#client },
      { Bucket: this.#bucket, Prefix: prefix },
    )) {
      for (const { Key, Size, LastModified } of page.Contents ?? []) {
        if (Key !== undefined) yield { key: Key, bytes: Size ?? 0, modifiedAt: LastModified ?? new Date(0) };
      }
    }
  }

  async check(): Promise<void> {
    await this.#client.send(new HeadBucketCommand({ Bucket: this.#bucket }));
  }

  #at(key: string): { readonly Bucket: string; readonly Key: string } {
    assertObjectKey(key);
    return { Bucket: this.#bucket, Key: key };
  }
}

function clientOf({ region, accessKeyId, secretAccessKey, pathStyle }: S3Options, endpoint?: string): S3Client {
  return new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: pathStyle,
    maxAttempts: ATTEMPTS,
    // Not every storage knows the newer checksums; what is stored is read back instead.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: SILENCE_MS, socketTimeout: SILENCE_MS },
  });
}
