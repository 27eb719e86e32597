import { describe, expect, it } from '@jest/globals';
import type { JestResult } from './jest-run.ts';
import { withSecondTry } from './second-try.ts';

const file = (path: string, failed: number) => ({ path, passed: 3 - failed, failed });
const result = (...files: JestResult['files']): JestResult => ({ files, brokenOtherwise: false });

/** Gives each run its result in turn, and remembers what was to be run. */
function runs(...results: JestResult[]) {
  const asked: (readonly string[] | undefined)[] = [];
  const run = (paths?: readonly string[]): Promise<JestResult> => {
    const next = results[asked.length];
    asked.push(paths);
    return next ? Promise.resolve(next) : Promise.reject(new Error('one run too many'));
  };
  return { run, asked };
}

describe('a second try', () => {
  it('is not needed where everything passed', async () => {
    const { run, asked } = runs(result(file('a', 0)));
    expect(await withSecondTry(run)).toEqual({ passed: 3, failed: 0, unsteady: [] });
    expect(asked).toEqual([undefined]);
  });

  it('is given to the files that failed, and names those that pass then', async () => {
    const { run, asked } = runs(result(file('a', 0), file('b', 2)), result(file('b', 0)));
    expect(await withSecondTry(run)).toEqual({ passed: 6, failed: 0, unsteady: ['b'] });
    expect(asked).toEqual([undefined, ['b']]);
  });

  it('fails what fails again', async () => {
    const { run } = runs(result(file('a', 1), file('b', 1)), result(file('a', 1), file('b', 0)));
    expect(await withSecondTry(run)).toEqual({ passed: 5, failed: 1, unsteady: ['b'] });
  });

  it('is not for a change that breaks much, nor for a teardown that fails', async () => {
    const many = runs(result(file('a', 1), file('b', 1), file('c', 1), file('d', 1)));
    expect(await withSecondTry(many.run)).toEqual({ passed: 8, failed: 4, unsteady: [] });
    const teardown = runs({ files: [file('a', 0)], brokenOtherwise: true });
    expect(await withSecondTry(teardown.run)).toEqual({ passed: 3, failed: 1, unsteady: [] });
  });
});
