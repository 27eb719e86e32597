import { nextWindow } from './window.ts';

const after = (time: string) => nextWindow(new Date(time)).toISOString();

describe('the usual time for maintenance', () => {
  it('is Sunday, 02:00 in Japan', () => {
    expect(after('2026-11-25T12:00:00Z')).toBe('2026-11-28T17:00:00.000Z');
  });

  it('is the one after next where the next is less than a day away', () => {
    expect(after('2026-11-27T17:00:00Z')).toBe('2026-11-28T17:00:00.000Z');
    expect(after('2026-11-27T17:00:01Z')).toBe('2026-12-05T17:00:00.000Z');
  });

  it('is found on a Sunday too, and over the end of a year', () => {
    expect(after('2026-11-29T01:00:00Z')).toBe('2026-12-05T17:00:00.000Z');
    expect(after('2026-12-28T00:00:00Z')).toBe('2027-01-02T17:00:00.000Z');
  });
});
