import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DATABASE_DUMP, dumpDatabase } from './database.ts';
import { archiveFolder } from './files.ts';
import { backupsToForget, FULL_TAG, fullIsDue, type KeepRules } from './keep.ts';
import { digestOf, MANIFEST, parseManifest, writeManifest, type Digest, type StoredObject } from './manifest.ts';
import type { RecordingStore } from './recording-store.ts';
import { REDIS_SNAPSHOT, snapshotRedis } from './redis.ts';
import type { Restic } from './restic.ts';
import { forgetUnlisted, OBJECTS_TAG, saveObjects } from './saved-objects.ts';

/** Tag of the snapshots that a server is restored from. */
export const BACKUP_TAG = 'backup';
/** Name of the archive with settings, secrets, and the services' own state. */
export const CONFIGURATION = 'configuration.tar';

export interface BackupSources {
  /** Address of the database as its owner. */
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly recordings: RecordingStore;
  /** Folder of what is archived as files: settings, secrets, volumes. */
  readonly files: string;
  /** Version of the product. */
  readonly version: string;
}

export interface BackupResult {
  /** Whether everything was read and saved anew, as it is once a week. */
  readonly full: boolean;
  /** Of all that it takes to restore it. */
  readonly bytes: number;
  readonly recordings: number;
  /** By how much the repository grew, without recordings. */
  readonly bytesAdded: number;
}

/**
 * Makes a backup: Redis, then the database, then what the database speaks of. In this order what is restored fits together:
 * an event that Redis lacks is published again from the database, and no row names a recording that was not saved, unless it
 * was deleted meanwhile.
 * @param scratch folder with room for a dump and the largest recording
 */
export async function createBackup(restic: Restic, sources: BackupSources, scratch: string): Promise<BackupResult> {
  const now = new Date();
  await restic.ensureRepository();
  await restic.unlock();
  const earlier = await restic.snapshots([BACKUP_TAG]);
  const full = fullIsDue(earlier, now);
  const last = full ? undefined : earlier.at(-1);
  const known = last ? parseManifest(await restic.read(last.id, MANIFEST)).objects : [];
  const there = new Set((await restic.snapshots([OBJECTS_TAG])).map(({ id }) => id));
  const folder = join(scratch, 'backup');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await snapshotRedis(sources.redisUrl, folder);
    const content = await dumpDatabase(sources.databaseUrl, folder);
    await archiveFolder(sources.files, join(folder, CONFIGURATION));
    const objects = await saveObjects(
      sources.recordings,
      restic,
      known.filter(({ snapshot }) => there.has(snapshot)),
      join(scratch, 'objects'),
    );
    const parts: Record<string, Digest> = {};
    for (const name of [REDIS_SNAPSHOT, DATABASE_DUMP, CONFIGURATION]) parts[name] = await digestOf(join(folder, name));
    const { version } = sources;
    await writeManifest(folder, { format: 1, createdAt: now.toISOString(), version, ...content, parts, objects });
    const { bytesAdded } = await restic.save(folder, full ? [BACKUP_TAG, FULL_TAG] : [BACKUP_TAG]);
    const bytes = [...Object.values(parts), ...objects].reduce((sum, part) => sum + part.bytes, 0);
    return { full, bytes, recordings: objects.length, bytesAdded };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Forgets backups that no rule keeps, with the recordings that only they listed, and frees their room. */
export async function forgetOldBackups(restic: Restic, rules: KeepRules): Promise<void> {
  const old = backupsToForget(await restic.snapshots([BACKUP_TAG]), rules, new Date());
  await restic.forget(old.map(({ id }) => id));
  const listed: StoredObject[] = [];
  for (const { id } of await restic.snapshots([BACKUP_TAG]))
    listed.push(...parseManifest(await restic.read(id, MANIFEST)).objects);
  await forgetUnlisted(restic, listed);
  await restic.prune();
}
