import type { Snapshot } from './restic.ts';

/** Tag of a backup that trusted nothing saved before. */
export const FULL_TAG = 'full';
const DAY_MS = 24 * 60 * 60_000;
const FULL_COPIES = 2;
/** A little less than a week, so that a timer that comes late does not push it to the next day. */
const FULL_EVERY_MS = 6.5 * DAY_MS;

export interface KeepRules {
  /** Of so many of the last days that have any, the last backup is kept, however long ago that was. */
  readonly daily: number;
  /** Every backup of this many days is kept. */
  readonly days: number;
}

/** Whether the next backup is to be a full one: there is one a week. */
export function fullIsDue(backups: readonly Snapshot[], now: Date): boolean {
  return !backups.some(({ tags, time }) => tags.includes(FULL_TAG) && now.getTime() - time.getTime() < FULL_EVERY_MS);
}

/**
 * Which backups no rule keeps (OPS-4): neither those of the last days, nor the last of each day, nor the last two full
 * ones. The newest is always kept.
 * @param backups oldest first
 */
export function backupsToForget(backups: readonly Snapshot[], { daily, days }: KeepRules, now: Date): Snapshot[] {
  const newestFirst = [...backups].reverse();
  const lastOfDay = new Map<string, Snapshot>();
  for (const backup of newestFirst) {
    const day = backup.time.toISOString().slice(0, 10);
    if (!lastOfDay.has(day)) lastOfDay.set(day, backup);
  }
  const kept = new Set<Snapshot>([
    ...newestFirst.slice(0, 1),
    ...newestFirst.filter(({ time }) => now.getTime() - time.getTime() < days * DAY_MS),
    ...[...lastOfDay.values()].slice(0, daily),
    ...newestFirst.filter(({ tags }) => tags.includes(FULL_TAG)).slice(0, FULL_COPIES),
  ]);
  return backups.filter((backup) => !kept.has(backup));
}
