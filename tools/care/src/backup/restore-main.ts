import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MIGRATIONS } from '@videocall/provision';
import { setting } from '../setting.ts';
import { restoreDatabase } from './database.ts';
import { verifiedManifest, type Manifest } from './manifest.ts';
import { placeRedisSnapshot } from './redis.ts';
import { repositoryFromSettings } from './repository.ts';
import { Restic } from './restic.ts';
import { FETCHED, fetchForRestore, restoreConfiguration, restoreRecordings, restoreVolumes } from './restore.ts';
import { PLACES, recordingStore } from './settings.ts';

const { scratch, target } = PLACES;
const tell = (text: string): void => void process.stdout.write(`${text}\n`);
const fetched = (): Promise<Manifest> => verifiedManifest(join(scratch, FETCHED));

/** Settings that opened the backup, or belong to this machine: what the backup says of them may be long past. */
const CHANGED = [
  'BACKUP_REPOSITORY',
  'BACKUP_PASSWORD',
  'BACKUP_ACCESS_KEY',
  'BACKUP_SECRET_KEY',
  'BACKUP_REGION',
  'PUBLIC_IPV4',
  'PUBLIC_IPV6',
];

function momentIn(text: string): Date | undefined {
  if (text === '') return undefined;
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) throw new Error(`"${text}" is no time; write it like 2026-11-22T10:00:00Z`);
  return moment;
}

/** What deploy/videocall restore asks for, in this order, between which it starts and stops services. */
const STEPS: Readonly<Record<string, (argument: string) => Promise<void>>> = {
  async fetch(until) {
    const known = await readdir(MIGRATIONS);
    const manifest = await fetchForRestore(new Restic(repositoryFromSettings()), scratch, known, momentIn(until));
    const rows = Object.values(manifest.tables).reduce((sum, table) => sum + table.rows, 0);
    tell(
      `whole and readable: the backup of ${manifest.createdAt}, version ${manifest.version}, ${rows} rows, ${manifest.objects.length} files of recordings`,
    );
  },
  async configuration() {
    const changed = Object.fromEntries(CHANGED.map((name) => [name, process.env[name] ?? '']));
    await restoreConfiguration(scratch, target, process.env['DOMAIN'] ?? '', changed);
  },
  async volumes() {
    const names = await restoreVolumes(scratch, target);
    await placeRedisSnapshot(join(scratch, FETCHED), join(target, 'redis'));
    tell(`restored: redis, ${names.join(', ')}`);
  },
  async database() {
    const manifest = await fetched();
    await restoreDatabase(setting('DATABASE_OWNER_URL'), join(scratch, FETCHED), manifest);
    tell(`restored: ${Object.keys(manifest.tables).length} tables, each with the rows and the checksum that it had`);
  },
  async recordings() {
    const store = recordingStore(join(target, 'recordings'));
    const stored = await restoreRecordings(new Restic(repositoryFromSettings()), await fetched(), store, scratch);
    tell(`restored: ${stored} files of recordings`);
  },
  async clean() {
    await rm(join(scratch, FETCHED), { recursive: true, force: true });
  },
};

/** One step of a restore: fetch [TIME], configuration, volumes, database, recordings, clean. */
export async function run([name = '', argument = '']: readonly string[]): Promise<number> {
  const step = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined;
  if (step === undefined) {
    process.stderr.write(`usage: care restore ${Object.keys(STEPS).join('|')}\n`);
    return 2;
  }
  await step(argument);
  return 0;
}
