import { join } from 'node:path';
import { chooseBackup, fetchBackup } from './fetch.ts';
import { restoreDatabase } from './database.ts';
import type { StoredObject } from './manifest.ts';
import { checkRedisSnapshot } from './redis.ts';
import type { Restic } from './restic.ts';
import { eachSavedObject } from './saved-objects.ts';

export interface DrillResult {
  /** When the backup that was tried had been begun. */
  readonly backupAt: Date;
  readonly tables: number;
  readonly rows: number;
  readonly objects: number;
}

/**
 * Some of the recordings: in no particular order, as many as fit into a number of bytes, and one at least.
 * @param random 0 (inclusive) to 1
 */
export function someObjects(
  all: readonly StoredObject[],
  mostBytes: number,
  random: () => number = Math.random,
): StoredObject[] {
  const shuffled = all.map((object) => ({ object, at: random() })).sort((one, other) => one.at - other.at);
  let bytes = 0;
  const chosen: StoredObject[] = [];
  for (const { object } of shuffled) {
    if (chosen.length > 0 && bytes + object.bytes > mostBytes) continue;
    chosen.push(object);
    bytes += object.bytes;
  }
  return chosen;
}

/**
 * Proves that the newest backup can be restored: fetches it, restores its database into an empty server, compares rows and
 * checksums of every table with what was saved, lets Redis's own program read the snapshot, and compares some recordings
 * with their checksums.
 * @param emptyServerUrl an empty database of a server of its own, as superuser
 * @param mostObjectBytes how much of the recordings is fetched
 * @throws Error that says what is wrong with the backup
 */
export async function drill(
  restic: Restic,
  emptyServerUrl: string,
  { scratch, mostObjectBytes }: { readonly scratch: string; readonly mostObjectBytes: number },
): Promise<DrillResult> {
  const { id, time } = await chooseBackup(restic);
  const folder = join(scratch, 'drill');
  const manifest = await fetchBackup(restic, id, folder);
  await checkRedisSnapshot(folder);
  await restoreDatabase(emptyServerUrl, folder, manifest);
  const objects = someObjects(manifest.objects, mostObjectBytes);
  await eachSavedObject(restic, objects, join(scratch, 'objects'), async () => undefined);
  const rows = Object.values(manifest.tables).reduce((sum, table) => sum + table.rows, 0);
  return { backupAt: time, tables: Object.keys(manifest.tables).length, rows, objects: objects.length };
}
