import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assertIntact, digestOf, type StoredObject } from './manifest.ts';
import type { ListedObject, RecordingStore } from './recording-store.ts';
import type { Restic, Snapshot } from './restic.ts';

/** Tag of snapshots that hold recordings. */
export const OBJECTS_TAG = 'objects';

/** All that is stored of one recording lies below one prefix. */
const recordingOf = (key: string): string => key.split('/', 1)[0] ?? key;

function grouped<T>(things: Iterable<T>, nameOf: (thing: T) => string): Map<string, T[]> {
  return Map.groupBy(things, nameOf);
}

/**
 * Saves what a storage holds and no earlier backup has, one recording after the other, so that it needs room for one of
 * them only and each is read and sent once. A snapshot holds objects of one recording, so that it can be forgotten when
 * that recording was deleted and no backup that is kept lists it any more.
 * @param known objects of the last backup
 * @param scratch folder that may be filled and is empty afterwards
 * @returns every object of the storage, with where it is saved
 */
export async function saveObjects(
  store: RecordingStore,
  restic: Restic,
  known: readonly StoredObject[],
  scratch: string,
): Promise<StoredObject[]> {
  const savedBefore = new Map(known.map((object) => [object.key, object]));
  const result: StoredObject[] = [];
  const saved: StoredObject[] = [];
  const fresh: ListedObject[] = [];
  for (const listed of await store.list()) {
    const before = savedBefore.get(listed.key);
    if (before?.bytes === listed.bytes) result.push(before);
    else fresh.push(listed);
  }
  for (const [recording, objects] of grouped(fresh, ({ key }) => recordingOf(key))) {
    const folder = join(scratch, recording);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      const fetched: Omit<StoredObject, 'snapshot'>[] = [];
      for (const { key } of objects) {
        const path = join(folder, key);
        if (await store.fetch(key, path)) fetched.push({ key, ...(await digestOf(path)) });
      }
      if (fetched.length === 0) continue;
      const { id } = await restic.save(folder, [OBJECTS_TAG]);
      for (const object of fetched) saved.push({ ...object, snapshot: id });
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  if (saved.length > 0) {
    const all = await restic.snapshots([OBJECTS_TAG]);
    for (const object of saved) result.push({ ...object, snapshot: wholeId(all, object.snapshot) });
  }
  return result.sort((one, other) => (one.key < other.key ? -1 : 1));
}

function wholeId(snapshots: readonly Snapshot[], beginning: string): string {
  const found = snapshots.find(({ id }) => id.startsWith(beginning));
  if (found === undefined) throw new Error(`restic saved ${beginning}, and does not list it`);
  return found.id;
}

/**
 * Fetches saved objects, one snapshot after the other, and compares each with its checksum.
 * @param use called with each intact object's file, which is removed afterwards
 * @throws Error where one is damaged or missing
 */
export async function eachSavedObject(
  restic: Restic,
  objects: readonly StoredObject[],
  scratch: string,
  use: (object: StoredObject, path: string) => Promise<void>,
): Promise<void> {
  for (const [snapshot, saved] of grouped(objects, (object) => object.snapshot)) {
    const folder = join(scratch, snapshot);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      await restic.fetch(snapshot, folder).catch((error: unknown) => {
        throw new Error(`the backup is damaged: ${saved[0]?.key ?? snapshot} cannot be read`, { cause: error });
      });
      for (const object of saved) {
        const path = join(folder, object.key);
        await assertIntact(path, object.key, object);
        await use(object, path);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  }
}

/** Forgets snapshots of recordings that none of the manifests lists. */
export async function forgetUnlisted(restic: Restic, listed: Iterable<StoredObject>): Promise<void> {
  const needed = new Set([...listed].map(({ snapshot }) => snapshot));
  const all = await restic.snapshots([OBJECTS_TAG]);
  await restic.forget(all.map(({ id }) => id).filter((id) => !needed.has(id)));
}
