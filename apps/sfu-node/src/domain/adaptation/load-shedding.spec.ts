import { LoadShedding } from './load-shedding.js';

/** Observes the same use once a second. @returns the levels it went through */
function during(shedding: LoadShedding, from: number, seconds: number, cpuPermille: number): number[] {
  return Array.from({ length: seconds }, (_, second) => {
    shedding.observe(cpuPermille, from + second * 1_000);
    return shedding.level;
  });
}

describe('quality given up for the machine', () => {
  it('begins after three seconds of too much, and goes on while that does not help', () => {
    const shedding = new LoadShedding();
    expect(during(shedding, 0, 8, 950)).toEqual([0, 0, 0, 1, 1, 1, 2, 2]);
    expect(shedding.limits?.maxHeight).toBe(360);
  });

  it('does not begin for a moment of too much', () => {
    const shedding = new LoadShedding();
    during(shedding, 0, 3, 990);
    during(shedding, 3_000, 1, 800);
    expect(during(shedding, 4_000, 3, 990)).toEqual([0, 0, 0]);
    expect(shedding.limits).toBeUndefined();
  });

  it('stays where it helped, and ends step by step after long enough with room', () => {
    const shedding = new LoadShedding();
    during(shedding, 0, 8, 950);
    expect(during(shedding, 8_000, 60, 750).at(-1)).toBe(2);
    const levels = during(shedding, 68_000, 45, 500);
    expect([levels[19], levels[20], levels[39], levels[40]]).toEqual([2, 1, 1, 0]);
  });

  it('is at least what the whole machine asks for, until that lapses', () => {
    const shedding = new LoadShedding();
    shedding.hold(1, 10_000);
    expect(during(shedding, 0, 2, 100)).toEqual([1, 1]);
    expect(during(shedding, 2_000, 8, 950).at(-1)).toBe(2);
    expect(during(shedding, 10_000, 1, 950)).toEqual([2]);

    const held = new LoadShedding();
    held.hold(2, 10_000);
    expect(during(held, 9_000, 2, 100)).toEqual([2, 0]);
  });
});
