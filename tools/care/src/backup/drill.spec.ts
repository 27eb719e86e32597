import { describe, expect, it } from '@jest/globals';
import { someObjects } from './drill.ts';
import type { StoredObject } from './manifest.ts';

const object = (key: string, bytes: number): StoredObject => ({ key, bytes, sha256: '', snapshot: '' });

describe('the recordings that a drill fetches', () => {
  it('are as many as fit', () => {
    const chosen = someObjects([object('a', 4), object('b', 5), object('c', 6)], 10);
    expect(chosen.length).toBeGreaterThanOrEqual(1);
    expect(chosen.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(10);
  });

  it('are one at least, however large', () => {
    expect(someObjects([object('a', 100)], 10)).toHaveLength(1);
  });

  it('are none where there are none', () => {
    expect(someObjects([], 10)).toEqual([]);
  });
});
