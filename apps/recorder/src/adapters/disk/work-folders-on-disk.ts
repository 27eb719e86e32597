import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import type { FinishedFile } from '../../application/ports/composer.js';
import { WorkFolders } from '../../application/ports/work-folders.js';
import type { RecordingManifest } from '../../domain/recording-manifest.js';

const MANIFEST = 'manifest.json';
const FINISHED = 'finished.json';

/** One folder below RECORDINGS_DIR for each recording, named as its id. */
export class WorkFoldersOnDisk extends WorkFolders {
  readonly #root: string;

  constructor(root: string) {
    super();
    this.#root = root;
  }

  async of(recordingId: string): Promise<string> {
    const folder = join(this.#root, recordingId);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  async all(): Promise<readonly string[]> {
    await mkdir(this.#root, { recursive: true, mode: 0o700 });
    const entries = await readdir(this.#root, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  }

  async writeManifest(recordingId: string, manifest: RecordingManifest): Promise<void> {
    await this.#write(recordingId, MANIFEST, manifest);
  }

  manifest(recordingId: string): Promise<RecordingManifest | undefined> {
    return this.#read<RecordingManifest>(recordingId, MANIFEST);
  }

  async writeFinished(recordingId: string, files: readonly FinishedFile[]): Promise<void> {
    const folder = await this.of(recordingId);
    // Relative, so that the folder may be mounted elsewhere the next time.
    await this.#write(
      recordingId,
      FINISHED,
      files.map((file) => ({ ...file, path: isAbsolute(file.path) ? relative(folder, file.path) : file.path })),
    );
  }

  async finished(recordingId: string): Promise<readonly FinishedFile[] | undefined> {
    const files = await this.#read<readonly FinishedFile[]>(recordingId, FINISHED);
    return files?.map((file) => ({ ...file, path: join(this.#root, recordingId, file.path) }));
  }

  async remove(recordingId: string): Promise<void> {
    await rm(join(this.#root, recordingId), { recursive: true, force: true });
  }

  async #write(recordingId: string, name: string, content: unknown): Promise<void> {
    const path = join(await this.of(recordingId), name);
    const draft = `${path}.${randomUUID()}`;
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify(content));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  }

  async #read<T>(recordingId: string, name: string): Promise<T | undefined> {
    try {
      return JSON.parse(await readFile(join(this.#root, recordingId, name), 'utf8')) as T;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}
