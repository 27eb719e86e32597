import { describe, expect, it } from '@jest/globals';
import { summarise, timed } from './outcome.ts';

describe('the summary of a test run', () => {
  it('ends with the sums over all parts, alone on their line', () => {
    const parts = [
      { title: 'lint', passed: 1, failed: 0, unsteady: [], seconds: 3 },
      { title: 'unit', passed: 40, failed: 2, unsteady: ['apps/e2e/src/call.e2e.spec.ts'], seconds: 12.34 },
    ];
    expect(summarise(parts).split('\n')).toEqual([
      '✔ lint     3.0 s     1 passed',
      '✖ unit    12.3 s    40 passed  2 failed',
      '⚠ passed only at the second try: apps/e2e/src/call.e2e.spec.ts',
      '',
      '41 passed, 2 failed',
    ]);
  });

  it('counts a part that breaks down as failed', async () => {
    const outcome = await timed('breaks', () => Promise.reject(new Error('no such tool')));
    expect(outcome).toMatchObject({ passed: 0, failed: 1 });
  });
});
