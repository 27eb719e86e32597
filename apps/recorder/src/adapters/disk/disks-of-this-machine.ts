import { mkdir, statfs } from 'node:fs/promises';
import { Disks } from '../../application/ports/disks.js';
import type { DiskUse } from '../../domain/retention.js';

/** By statfs(2), as df(1) counts: what only root may use is not free. */
export class DisksOfThisMachine extends Disks {
  readonly #work: string;
  readonly #storage: string | undefined;

  /**
   * @param work folder of captures
   * @param storage folder of stored files; undefined where they are in a bucket
   */
  constructor(work: string, storage: string | undefined) {
    super();
    this.#work = work;
    this.#storage = storage;
  }

  ofWork(): Promise<DiskUse> {
    return useOf(this.#work);
  }

  async ofStorage(): Promise<DiskUse | undefined> {
    return this.#storage === undefined ? undefined : await useOf(this.#storage);
  }
}

async function useOf(folder: string): Promise<DiskUse> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { bsize, blocks, bfree, bavail } = await statfs(folder);
  const usedBytes = (blocks - bfree) * bsize;
  return { usedBytes, totalBytes: usedBytes + bavail * bsize };
}
