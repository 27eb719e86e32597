import { mkdir, rm } from 'node:fs/promises';
import { BACKUP_TAG } from './create.ts';
import { verifiedManifest, type Manifest } from './manifest.ts';
import type { Restic, Snapshot } from './restic.ts';

/**
 * The newest backup, or the newest that was begun before a moment.
 * @throws Error where there is none
 */
export async function chooseBackup(restic: Restic, until?: Date): Promise<Snapshot> {
  const all = await restic.snapshots([BACKUP_TAG]);
  const chosen = all.filter(({ time }) => until === undefined || time <= until).at(-1);
  if (chosen !== undefined) return chosen;
  const [first] = all;
  throw new Error(
    first === undefined
      ? 'the repository holds no backup'
      : `the oldest backup is of ${first.time.toISOString()}: there is none from before ${until?.toISOString() ?? 'then'}`,
  );
}

/**
 * Fetches a backup without its recordings, and compares every part with its checksum.
 * @param folder replaced
 * @throws Error that says what is damaged
 */
export async function fetchBackup(restic: Restic, snapshot: string, folder: string): Promise<Manifest> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await restic.fetch(snapshot, folder).catch((error: unknown) => {
    throw new Error('the backup is damaged, or cannot be reached', { cause: error });
  });
  return await verifiedManifest(folder);
}
