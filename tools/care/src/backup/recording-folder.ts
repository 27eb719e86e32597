import { chown, copyFile, mkdir, readdir, rename, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { ListedObject, RecordingStore } from './recording-store.ts';

/** What the recorder has not finished writing. */
const DRAFT = '.part';

function isNotThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** The recorder's own folder of recordings. Its files are saved as they are: encrypted with a key that is elsewhere. */
export class RecordingFolder implements RecordingStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async list(): Promise<ListedObject[]> {
    const found: ListedObject[] = [];
    for (const entry of await readdir(this.#folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name.endsWith(DRAFT)) continue;
      const path = join(entry.parentPath, entry.name);
      const there = await stat(path).catch((error: unknown) => {
        if (isNotThere(error)) return undefined;
        throw error;
      });
      if (there) found.push({ key: relative(this.#folder, path), bytes: there.size });
    }
    return found;
  }

  async fetch(key: string, path: string): Promise<boolean> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    try {
      await copyFile(join(this.#folder, key), path);
      return true;
    } catch (error) {
      if (isNotThere(error)) return false;
      throw error;
    }
  }

  /** The file belongs to whom the folder belongs to. */
  async store(key: string, path: string): Promise<void> {
    const place = join(this.#folder, key);
    const { uid, gid } = await stat(this.#folder);
    const made = await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    await copyFile(path, `${place}${DRAFT}`);
    await rename(`${place}${DRAFT}`, place);
    await chown(place, uid, gid);
    if (made !== undefined) await chown(dirname(place), uid, gid);
  }
}
