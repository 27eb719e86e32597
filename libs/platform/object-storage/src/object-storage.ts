import type { Readable } from 'node:stream';

export interface PutOptions {
  /** MIME type. */
  readonly contentType: string;
  /** Told how many bytes of the file have been sent so far. */
  readonly onProgress?: (bytes: number) => void;
  /** Gives up when aborted. */
  readonly signal?: AbortSignal;
}

export interface StoredObject {
  readonly key: string;
  /** Size of what was put. */
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/** Bytes `first`..`last`, both included, from 0. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

export interface SignedUrlOptions {
  /** 1..604800, the most that S3 allows. */
  readonly validForSeconds: number;
  /** MIME type that the answer has. */
  readonly contentType: string;
  /** Name to save it under; undefined: shown in the page. */
  readonly saveAs?: string;
}

/**
 * Files that must last, by key (`rec_1/composite.mp4`: segments of letters, digits, `_`, `-` and `.`). All methods throw
 * whatever error the storage gives while it is away; what they throw besides is named.
 */
export abstract class ObjectStorage {
  /**
   * Stores a local file under a key, in place of what was there. Once this resolves the object was read back and is,
   * byte for byte, what the file holds; before, nobody sees it half.
   *
   * @throws StoredDifferently when it is not; nothing is kept under the key then.
   */
  abstract putFile(key: string, path: string, options: PutOptions): Promise<FileDigest>;
  /** Undefined where there is no such object. */
  abstract head(key: string): Promise<StoredObject | undefined>;
  /** @throws ObjectNotFound */
  abstract read(key: string, range?: ByteRange): Promise<Readable>;
  /** Also of an object that is not there. */
  abstract delete(key: string): Promise<void>;
  /** An address where whoever has it may read the object for a while, with ranges. Secret. */
  abstract signedUrl(key: string, options: SignedUrlOptions): Promise<string>;
  /** All objects whose key begins so, in no particular order. */
  abstract list(prefix: string): AsyncIterable<StoredObject>;
  /** Rejects while objects can be neither read nor written. */
  abstract check(): Promise<void>;
}

export interface FileDigest {
  readonly bytes: number;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
}

export class ObjectNotFound extends Error {
  override readonly name = 'ObjectNotFound';

  constructor(key: string, options?: ErrorOptions) {
    super(`there is no object ${key}`, options);
  }
}

/** What was read back after storing is not what was sent. */
export class StoredDifferently extends Error {
  override readonly name = 'StoredDifferently';

  constructor(key: string, sent: FileDigest, stored: FileDigest) {
    super(`${key} was stored with ${stored.bytes} bytes (${stored.sha256}) instead of ${sent.bytes} (${sent.sha256})`);
  }
}
