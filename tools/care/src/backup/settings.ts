import { setting } from '../setting.ts';
import { Bucket } from './bucket.ts';
import type { KeepRules } from './keep.ts';
import { RecordingFolder } from './recording-folder.ts';
import type { RecordingStore } from './recording-store.ts';

/** Where deploy/compose/backup.yaml mounts things. */
export const PLACES = {
  /** Settings, secrets and volumes that are archived. */
  source: '/source',
  /** The same, to be written to by a restore. */
  target: '/target',
  /** Room for what is under way, on the disk. */
  scratch: '/scratch',
  /** What node-exporter reads metrics from. */
  metrics: '/textfile',
  /** SSH key and known hosts. */
  secrets: '/secrets',
} as const;

const optional = (name: string, otherwise: string): string => process.env[name] || otherwise;

function days(name: string, otherwise: number): number {
  const value = Number(optional(name, String(otherwise)));
  if (!Number.isInteger(value) || value < 1 || value > 3_650)
    throw new Error(`${name} must be a number of days, 1 to 3650, not "${process.env[name] ?? ''}"`);
  return value;
}

/** How long backups are kept (OPS-4). */
export function keepRules(): KeepRules {
  return { daily: days('BACKUP_KEEP_DAILY', 7), days: days('BACKUP_KEEP_DAYS', 30) };
}

/**
 * Where finished recordings are: in a bucket, or, without one, in the recorder's own folder.
 * @param folder mount of that folder
 */
export function recordingStore(folder: string): RecordingStore {
  const bucket = process.env['STORAGE_BUCKET'] ?? '';
  if (bucket === '') return new RecordingFolder(folder);
  return new Bucket({
    bucket,
    endpoint: setting('STORAGE_ENDPOINT'),
    region: optional('STORAGE_REGION', 'us-east-1'),
    accessKey: setting('STORAGE_ACCESS_KEY'),
    secretKey: setting('STORAGE_SECRET_KEY'),
    pathStyle: optional('STORAGE_PATH_STYLE', 'true') === 'true',
    encrypted: optional('STORAGE_ENCRYPTED', 'true') === 'true',
  });
}
