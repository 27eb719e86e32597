import { SendRelief } from './send-relief.js';

/** Observes the same loss every two seconds. @returns the heights asked for */
function during(relief: SendRelief, from: number, times: number, lossPermille: number): (number | undefined)[] {
  return Array.from({ length: times }, (_, time) => {
    relief.observe(lossPermille, from + time * 2_000);
    return relief.limits?.maxHeight;
  });
}

describe('the relief of a publisher whose packets are lost', () => {
  it('asks for less video while much is lost, and for less still where that did not help', () => {
    expect(during(new SendRelief(), 0, 6, 150)).toEqual([undefined, undefined, 480, 480, 360, 360]);
  });

  it('is not asked for at a loss that can be repaired', () => {
    expect(during(new SendRelief(), 0, 60, 60).every((height) => height === undefined)).toBe(true);
  });

  it('ends step by step once hardly anything is lost', () => {
    const relief = new SendRelief();
    during(relief, 0, 6, 150);
    expect(during(relief, 12_000, 21, 10).filter((height, time, all) => height !== all[time - 1])).toEqual([
      360,
      480,
      undefined,
    ]);
  });
});
