import { setting } from '../setting.ts';
import { drill } from './drill.ts';
import { writeMetrics, type Gauge } from './metrics.ts';
import { repositoryFromSettings } from './repository.ts';
import { Restic } from './restic.ts';
import { PLACES } from './settings.ts';

/** How much of the recordings a drill fetches. */
const MOST_OBJECT_BYTES = 2_000_000_000;
const seconds = (): number => Math.round(Date.now() / 1000);

async function attempt(failed: boolean): Promise<void> {
  await writeMetrics(PLACES.metrics, 'drill-attempt', [
    {
      name: 'videocall_drill_last_attempt_timestamp_seconds',
      help: 'When a drill last ended, well or not.',
      value: seconds(),
    },
    { name: 'videocall_drill_last_attempt_failed', help: 'Whether it failed: 0 or 1.', value: failed ? 1 : 0 },
  ]);
}

async function tryIt(): Promise<void> {
  const began = performance.now();
  const restic = new Restic(repositoryFromSettings());
  const { scratch } = PLACES;
  const options = { scratch, mostObjectBytes: MOST_OBJECT_BYTES };
  const { backupAt, tables, rows, objects } = await drill(restic, setting('DRILL_DATABASE_URL'), options);
  const took = Math.round((performance.now() - began) / 1000);
  const gauges: Gauge[] = [
    {
      name: 'videocall_drill_last_success_timestamp_seconds',
      help: 'When a backup was last restored on trial.',
      value: seconds(),
    },
    {
      name: 'videocall_drill_backup_timestamp_seconds',
      help: 'When that backup had been made.',
      value: backupAt.getTime() / 1000,
    },
    { name: 'videocall_drill_duration_seconds', help: 'How long it took.', value: took },
    { name: 'videocall_drill_rows', help: 'Rows restored and compared.', value: rows },
    { name: 'videocall_drill_recordings', help: 'Files of recordings fetched and compared.', value: objects },
  ];
  await writeMetrics(PLACES.metrics, 'drill', gauges);
  process.stdout.write(
    `the backup of ${backupAt.toISOString()} can be restored: ${tables} tables with ${rows} rows and ${objects} files of recordings are what was saved; ${took} s\n`,
  );
}

/** Restores the newest backup on trial, and tells Prometheus. */
export async function run(): Promise<number> {
  try {
    await tryIt();
  } catch (error) {
    await attempt(true);
    throw error;
  }
  await attempt(false);
  return 0;
}
