import { createReadStream, createWriteStream, type Stats } from 'node:fs';
import { access, constants, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { countingBytes, digestOf, digestOfFile, sameDigest } from '../digest.js';
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
import type { StorageKeys } from '../storage-key.js';
import { blockAt, decrypting, encrypting, HEADER_BYTES } from './object-cipher.js';
import { signPath, verifyPath, type SignedAccess } from './signed-path.js';

/** What is being written has this after its key; keys that end so are refused. */
const DRAFT = '.part';

export interface LocalFolderOptions {
  /** Made where it is missing. */
  readonly folder: string;
  readonly keys: StorageKeys;
  /** Path on the product's own origin below which the signed addresses are, without a slash at its end. */
  readonly urlPath: string;
}

/**
 * Objects as files of a folder, encrypted (AES-256-CTR; AUTH-8), their signed addresses paths on the product's own
 * origin, which {@link answerSignedRequest} answers.
 */
export class LocalFolderStorage extends ObjectStorage {
  readonly folder: string;
  readonly urlPath: string;
  readonly #keys: StorageKeys;

  constructor({ folder, keys, urlPath }: LocalFolderOptions) {
    super();
    this.folder = folder;
    this.urlPath = urlPath;
    this.#keys = keys;
  }

  async putFile(key: string, path: string, { onProgress, signal }: PutOptions): Promise<FileDigest> {
    const place = this.#place(key);
    const draft = `${place}${DRAFT}`;
    const sent = await digestOfFile(path, signal);
    await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    const source = createReadStream(path);
    const counting = countingBytes(onProgress ?? (() => undefined));
    const target = createWriteStream(draft, { mode: 0o600, flush: true });
    await pipeline(source, counting, encrypting(this.#keys.encryption), target, { signal });
    const stored = await digestOf(await this.#decrypted(draft, { first: 0, last: Infinity }));
    if (!sameDigest(sent, stored)) {
      await this.delete(key);
      throw new StoredDifferently(key, sent, stored);
    }
    await rename(draft, place);
    await syncFolder(dirname(place));
    return stored;
  }

  async head(key: string): Promise<StoredObject | undefined> {
    const stats = await ifThere(stat(this.#place(key)));
    return stats && { key, ...attributes(stats) };
  }

  async read(key: string, range: ByteRange = { first: 0, last: Infinity }): Promise<Readable> {
    try {
      return await this.#decrypted(this.#place(key), range);
    } catch (error) {
      if (isNotThere(error)) throw new ObjectNotFound(key, { cause: error });
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    const place = this.#place(key);
    await rm(`${place}${DRAFT}`, { force: true });
    await rm(place, { force: true });
  }

  async signedUrl(key: string, options: SignedUrlOptions): Promise<string> {
    assertObjectKey(key);
    return `${this.urlPath}/${signPath(this.#keys.signing, key, options, new Date())}`;
  }

  /** What a path and query below {@link urlPath} allow; undefined where they were not signed here, or have expired. */
  verify(url: URL): SignedAccess | undefined {
    if (!url.pathname.startsWith(`${this.urlPath}/`)) return undefined;
    return verifyPath(this.#keys.signing, url.pathname.slice(this.urlPath.length + 1), url.searchParams, new Date());
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    const entries = await ifThere(readdir(this.folder, { recursive: true, withFileTypes: true }));
    for (const entry of entries ?? []) {
      const path = join(entry.parentPath, entry.name);
      const key = relative(this.folder, path);
      if (!entry.isFile() || !key.startsWith(prefix) || key.endsWith(DRAFT)) continue;
      const stats = await ifThere(stat(path));
      if (stats) yield { key, ...attributes(stats) };
    }
  }

  async check(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await access(this.folder, constants.R_OK | constants.W_OK);
  }

  #place(key: string): string {
    assertObjectKey(key);
    if (key.endsWith(DRAFT)) throw new RangeError(`keys do not end with ${DRAFT}: ${key}`);
    return join(this.folder, key);
  }

  async #decrypted(path: string, { first, last }: ByteRange): Promise<Readable> {
    const file = await open(path);
    const header = Buffer.alloc(HEADER_BYTES);
    await file.read(header, 0, HEADER_BYTES, 0);
    const { position, block, skip } = blockAt(first);
    const content = file.createReadStream({ start: position, end: HEADER_BYTES + last });
    const clear = decrypting(this.#keys.encryption, header, block, skip);
    content.on('error', (error) => clear.destroy(error));
    clear.on('close', () => content.destroy());
    return content.pipe(clear);
  }
}

function attributes({ size, mtime }: Stats): Pick<StoredObject, 'bytes' | 'modifiedAt'> {
  return { bytes: size - HEADER_BYTES, modifiedAt: mtime };
}

const isNotThere = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

async function ifThere<T>(looking: Promise<T>): Promise<T | undefined> {
  return await looking.catch((error: unknown) => {
    if (isNotThere(error)) return undefined;
    throw error;
  });
}

/** So that the new name is on the disk too before the caller deletes its own copy. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
