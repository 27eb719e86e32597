import { describe, expect, it } from '@jest/globals';
import { backupsToForget, FULL_TAG, fullIsDue } from './keep.ts';
import type { Snapshot } from './restic.ts';

const NOW = new Date('2026-11-22T03:00:00Z');
const HOUR_MS = 60 * 60_000;
const rules = { daily: 7, days: 30 };

function backup(daysAgo: number, tags: readonly string[] = []): Snapshot {
  const time = new Date(NOW.getTime() - daysAgo * 24 * HOUR_MS);
  return { id: `${daysAgo}`, time, tags: ['backup', ...tags] };
}
const forgotten = (backups: readonly Snapshot[]): string[] => backupsToForget(backups, rules, NOW).map(({ id }) => id);

describe('which backups are kept', () => {
  it('keeps every one of the last thirty days, and none that is older', () => {
    const nights = Array.from({ length: 40 }, (_, at) => backup(39.5 - at));
    expect(forgotten(nights)).toEqual(['39.5', '38.5', '37.5', '36.5', '35.5', '34.5', '33.5', '32.5', '31.5', '30.5']);
  });

  it('keeps the last of seven days after the nights in which none was made', () => {
    const twiceADay = [100, 100.1, 99, 98, 97, 96, 95, 94].map((days) => backup(days)).reverse();
    const oldestFirst = twiceADay.sort((one, other) => one.time.getTime() - other.time.getTime());
    expect(forgotten(oldestFirst)).toEqual(['100.1']);
  });

  it('keeps the last two full ones whatever their age', () => {
    const full = [backup(60, [FULL_TAG]), backup(50, [FULL_TAG]), backup(40, [FULL_TAG])];
    expect(forgotten([...full, ...Array.from({ length: 8 }, (_, at) => backup(7.5 - at))])).toEqual(['60']);
  });

  it('keeps the only one there is', () => {
    expect(forgotten([backup(400)])).toEqual([]);
  });
});

describe('full backups', () => {
  it('are due at first', () => {
    expect(fullIsDue([], NOW)).toBe(true);
  });

  it('are due when the last one is a week old, even if the timer was a little early', () => {
    expect(fullIsDue([backup(6, [FULL_TAG]), backup(1)], NOW)).toBe(false);
    expect(fullIsDue([backup(6.99, [FULL_TAG]), backup(1)], NOW)).toBe(true);
  });
});
