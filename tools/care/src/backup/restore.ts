import { chown, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CONFIGURATION } from './create.ts';
import { withDomain, withSetting } from './environment-file.ts';
import { chooseBackup, fetchBackup } from './fetch.ts';
import { namesInArchive, replaceFolder, unpackArchive } from './files.ts';
import type { Manifest } from './manifest.ts';
import type { RecordingStore } from './recording-store.ts';
import type { Restic } from './restic.ts';
import { eachSavedObject } from './saved-objects.ts';

/** Name of the folder that a backup is fetched to, within the scratch folder. */
export const FETCHED = 'restore';

/**
 * Fetches a backup and proves it whole, recordings included, before anything of a server is touched. Recordings are fetched
 * one by one and not kept, since there may be more of them than room.
 * @param knownMigrations of this version of the product
 * @param until the newest backup from before then; undefined: the newest
 * @throws Error that says what is damaged, or that the backup is of a later version
 */
export async function fetchForRestore(
  restic: Restic,
  scratch: string,
  knownMigrations: readonly string[],
  until?: Date,
): Promise<Manifest> {
  await restic.unlock();
  await restic.check(0);
  const { id } = await chooseBackup(restic, until);
  const manifest = await fetchBackup(restic, id, join(scratch, FETCHED));
  const unknown = manifest.migrations.filter((name) => !knownMigrations.includes(name));
  if (unknown.length > 0)
    throw new Error(
      `the backup was made by version ${manifest.version}, which is later than this one (it knows the migration ${unknown[0]}); check out that version and restore again`,
    );
  await eachSavedObject(restic, manifest.objects, join(scratch, 'objects'), async () => undefined);
  return manifest;
}

/**
 * Puts the settings and secrets in their places.
 * @param target in which `deploy` is the installation's folder
 * @param domain another one than the backup's; empty: the same
 * @param changed settings that are others here than on the server that was saved
 */
export async function restoreConfiguration(
  scratch: string,
  target: string,
  domain: string,
  changed: Readonly<Record<string, string>>,
): Promise<void> {
  await unpackArchive(join(scratch, FETCHED, CONFIGURATION), target, 'deploy');
  const folder = join(target, 'deploy');
  const file = join(folder, '.env');
  let text = await readFile(file, 'utf8');
  if (domain !== '') text = withDomain(text, domain);
  for (const [name, value] of Object.entries(changed)) text = withSetting(text, name, value);
  await writeFile(file, text);
  await giveToOwner(folder);
}

/** The operator may have another number here than on the server that was saved; services' own files keep theirs. */
async function giveToOwner(folder: string): Promise<void> {
  const { uid: before } = await stat(join(folder, '.env'));
  const { uid, gid } = await stat(folder);
  const secrets = join(folder, 'secrets');
  const below = (await readdir(secrets, { recursive: true })).map((name) => join(secrets, name));
  for (const path of [join(folder, '.env'), secrets, ...below])
    if ((await stat(path)).uid === before) await chown(path, uid, gid);
}

/** Makes the services' own volumes what they were. @returns their names */
export async function restoreVolumes(scratch: string, target: string): Promise<string[]> {
  const archive = join(scratch, FETCHED, CONFIGURATION);
  const names = await namesInArchive(archive, 'volumes');
  for (const name of names) await replaceFolder(archive, target, join('volumes', name));
  return names;
}

/**
 * Stores the backup's recordings, but for those that are there.
 * @returns how many were stored
 */
export async function restoreRecordings(
  restic: Restic,
  manifest: Manifest,
  store: RecordingStore,
  scratch: string,
): Promise<number> {
  const there = new Map((await store.list()).map(({ key, bytes }) => [key, bytes]));
  const missing = manifest.objects.filter(({ key, bytes }) => there.get(key) !== bytes);
  await eachSavedObject(restic, missing, join(scratch, 'objects'), ({ key }, path) => store.store(key, path));
  return missing.length;
}
