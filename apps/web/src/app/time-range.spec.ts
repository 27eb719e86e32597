import { timeRange } from './time-range.js';

const times = { startsAt: '2026-11-22T12:00:00', endsAt: '2026-11-22T14:30:00' };
const now = (time: string) => new Date(time);

describe('from when to when', () => {
  it('names no day today', () => {
    expect(timeRange('en-GB', times, now('2026-11-22T08:00:00'))).toEqual({ from: '12:00', to: '14:30' });
  });

  it('names the day of the start where it is not today', () => {
    const { from, to } = timeRange('en-GB', times, now('2026-11-21T23:00:00'));
    expect(from).toMatch(/Sun.*22 Nov.*12:00/);
    expect(to).toBe('14:30');
  });

  it('names the day of the end where it is another than that of the start, or than today once it goes on', () => {
    const overnight = { startsAt: '2026-11-22T23:00:00', endsAt: '2026-11-23T01:00:00' };
    expect(timeRange('ja', overnight, now('2026-11-22T20:00:00'))).toEqual({ from: '23:00', to: '11月23日(月) 1:00' });
    expect(timeRange('ja', overnight, now('2026-11-23T00:30:00')).to).toBe('1:00');
  });
});
