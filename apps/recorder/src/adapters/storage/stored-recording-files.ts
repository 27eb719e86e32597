import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { PrismaClient } from '@videocall/platform-database';
import { ObjectStorage } from '@videocall/platform-object-storage';
import type { FinishedFile } from '../../application/ports/composer.js';
import { RecordingFiles } from '../../application/ports/recording-files.js';
import type { LibraryFile } from '../../domain/library.js';

/** `rec_1/composite.mp4`: the same for the same file, so that no file is stored twice. */
function objectKeyOf(recordingId: string, { path }: FinishedFile): string {
  return `${recordingId}/${basename(path)}`;
}

/** Finished files in the object storage, each with a row once it is known to be there. */
@Injectable()
export class StoredRecordingFiles extends RecordingFiles {
  readonly #client: PrismaClient;
  readonly #storage: ObjectStorage;

  constructor(client: PrismaClient, storage: ObjectStorage) {
    super();
    this.#client = client;
    this.#storage = storage;
  }

  async store(
    recordingId: string,
    files: readonly FinishedFile[],
    onProgress: (part: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const rows = await this.#client.recordingFile.findMany({ where: { recordingId }, select: { objectKey: true } });
    const stored = new Set(rows.map(({ objectKey }) => objectKey));
    const missing = files.filter((file) => !stored.has(objectKeyOf(recordingId, file)));
    const sizes = await Promise.all(missing.map(async ({ path }) => (await stat(path)).size));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    let before = 0;
    for (const file of missing) {
      signal.throwIfAborted();
      const objectKey = objectKeyOf(recordingId, file);
      const { bytes, sha256 } = await this.#storage.putFile(objectKey, file.path, {
        contentType: file.contentType,
        signal,
        onProgress: (sent) => onProgress(Math.min(1, (before + sent) / total)),
      });
      const { kind, contentType, durationMs, participantId, screen } = file;
      const row = {
        recordingId,
        kind,
        contentType,
        objectKey,
        bytes,
        durationMs,
        participantId,
        screen,
        checksum: sha256,
      };
      const data = [{ id: `file_${randomUUID()}`, ...row }];
      await this.#client.recordingFile.createMany({ data, skipDuplicates: true });
      before += bytes;
    }
  }

  addressOf(file: LibraryFile, validForSeconds: number, saveAs: string | undefined): Promise<string> {
    const { objectKey, contentType } = file;
    return this.#storage.signedUrl(objectKey, { validForSeconds, contentType, saveAs });
  }

  async deleteAll(recordingId: string): Promise<void> {
    for await (const { key } of this.#storage.list(`${recordingId}/`)) await this.#storage.delete(key);
  }

  async fetch({ objectKey }: LibraryFile, path: string, signal: AbortSignal): Promise<void> {
    await pipeline(await this.#storage.read(objectKey), createWriteStream(path, { mode: 0o600 }), { signal });
  }

  async storeClip(file: LibraryFile, path: string, durationMs: number, signal: AbortSignal): Promise<void> {
    const { id, objectKey, contentType } = file;
    const { bytes, sha256 } = await this.#storage.putFile(objectKey, path, { contentType, signal });
    const data = { bytes, checksum: sha256, durationMs, ready: true };
    const { count } = await this.#client.recordingFile.updateMany({ where: { id }, data });
    // The recording was deleted meanwhile, and this object would be nobody's.
    if (count === 0) await this.#storage.delete(objectKey);
  }
}
