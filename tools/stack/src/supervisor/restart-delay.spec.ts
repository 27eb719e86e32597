import { describe, expect, it } from '@jest/globals';
import { restartDelay } from './restart-delay.ts';

describe('the delay before a restart', () => {
  it('is nothing for a service that was ready', () => {
    expect(restartDelay(0)).toBe(0);
  });

  it('doubles while the service keeps ending before it is ready, up to ten seconds', () => {
    expect([1, 2, 3, 6, 7, 50].map(restartDelay)).toEqual([250, 500, 1000, 8000, 10_000, 10_000]);
  });
});
