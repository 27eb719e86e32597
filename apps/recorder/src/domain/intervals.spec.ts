import { includes, intersected, united, without } from './intervals.js';

const range = (fromMs: number, toMs: number) => ({ fromMs, toMs });

describe('intervals of time', () => {
  it('are united in order, empty ones dropped, near ones bridged on request', () => {
    expect(united([range(50, 60), range(0, 10), range(5, 20), range(30, 30)])).toEqual([range(0, 20), range(50, 60)]);
    expect(united([range(0, 10), range(20, 30), range(41, 50)], 10)).toEqual([range(0, 30), range(41, 50)]);
  });

  it('are intersected, and taken from each other', () => {
    expect(intersected([range(0, 10), range(20, 30)], [range(5, 25)])).toEqual([range(5, 10), range(20, 25)]);
    expect(without([range(0, 100)], [range(-5, 10), range(40, 50)])).toEqual([range(10, 40), range(50, 100)]);
    expect(without([range(0, 10)], [])).toEqual([range(0, 10)]);
    expect(without([range(0, 10)], [range(0, 10)])).toEqual([]);
  });

  it('include their first moment and not their end', () => {
    expect(includes([range(5, 10)], 5)).toBe(true);
    expect(includes([range(5, 10)], 10)).toBe(false);
  });
});
