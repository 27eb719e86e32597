import { setting } from '../setting.ts';
import { createBackup, forgetOldBackups } from './create.ts';
import { writeMetrics } from './metrics.ts';
import { repositoryFromSettings } from './repository.ts';
import { Restic } from './restic.ts';
import { keepRules, PLACES, recordingStore } from './settings.ts';

/** How much of the repository is read back after a weekly full backup, in percent. */
const READ_BACK_PERCENT = 10;
const seconds = (): number => Math.round(Date.now() / 1000);

async function attempt(failed: boolean): Promise<void> {
  await writeMetrics(PLACES.metrics, 'backup-attempt', [
    {
      name: 'videocall_backup_last_attempt_timestamp_seconds',
      help: 'When a backup last ended, well or not.',
      value: seconds(),
    },
    { name: 'videocall_backup_last_attempt_failed', help: 'Whether it failed: 0 or 1.', value: failed ? 1 : 0 },
  ]);
}

async function backUp(): Promise<void> {
  const began = performance.now();
  const restic = new Restic(repositoryFromSettings());
  const sources = {
    databaseUrl: setting('DATABASE_OWNER_URL'),
    redisUrl: setting('REDIS_URL'),
    recordings: recordingStore('/recordings'),
    files: PLACES.source,
    version: setting('VERSION'),
  };
  const { full, bytes, bytesAdded, recordings } = await createBackup(restic, sources, PLACES.scratch);
  await forgetOldBackups(restic, keepRules());
  await restic.check(full ? READ_BACK_PERCENT : 0);
  const took = Math.round((performance.now() - began) / 1000);
  await writeMetrics(PLACES.metrics, 'backup', [
    {
      name: 'videocall_backup_last_success_timestamp_seconds',
      help: 'When the last good backup ended.',
      value: seconds(),
    },
    { name: 'videocall_backup_duration_seconds', help: 'How long it took.', value: took },
    { name: 'videocall_backup_size_bytes', help: 'All that it takes to restore it.', value: bytes },
    {
      name: 'videocall_backup_added_bytes',
      help: 'By how much the repository grew, without recordings.',
      value: bytesAdded,
    },
    { name: 'videocall_backup_recordings', help: 'Files of recordings in it.', value: recordings },
  ]);
  process.stdout.write(
    `${full ? 'full backup' : 'backup'}: ${(bytes / 1e6).toFixed(1)} MB with ${recordings} files of recordings, in ${took} s\n`,
  );
}

/** Makes a backup, forgets old ones, checks the repository, and tells Prometheus. */
export async function run(): Promise<number> {
  try {
    await backUp();
  } catch (error) {
    await attempt(true);
    throw error;
  }
  await attempt(false);
  return 0;
}
