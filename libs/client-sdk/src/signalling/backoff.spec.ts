import fc from 'fast-check';
import { backoffMs } from './backoff.js';

describe('backoffMs', () => {
  it('doubles from a quarter of a second to two', () => {
    expect([1, 2, 3, 4, 5, 50].map((attempt) => backoffMs(attempt, 1))).toEqual([250, 500, 1000, 2000, 2000, 2000]);
  });

  it('takes off up to half, so that clients do not come back all at once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        const whole = backoffMs(attempt, 1);
        expect(backoffMs(attempt, random)).toBeGreaterThanOrEqual(whole / 2);
        expect(backoffMs(attempt, random)).toBeLessThanOrEqual(whole);
      }),
    );
  });
});
