import { clock, durationParts } from './duration.js';

describe('clock', () => {
  it.each([
    [7_000, '0:07'],
    [754_999, '12:34'],
    [3_723_000, '1:02:03'],
    [-5, '0:00'],
  ])('%i ms is %s', (milliseconds, expected) => {
    expect(clock(milliseconds)).toBe(expected);
  });
});

describe('durationParts', () => {
  it('carries over', () => {
    expect(durationParts(3_600_000)).toEqual({ hours: 1, minutes: 0, seconds: 0 });
  });
});
