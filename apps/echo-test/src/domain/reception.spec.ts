import { Reception } from './reception.js';

/** Packets of 20 ms of Opus, arriving as they were sent but for `late` milliseconds. */
function receive(reception: Reception, numbers: readonly number[], late: (index: number) => number = () => 0): void {
  numbers.forEach((number, index) => {
    reception.count(number & 0xffff, (number * 960) >>> 0, number * 20 + late(index));
  });
}

const upTo = (count: number, from = 0): number[] => Array.from({ length: count }, (_, index) => from + index);

describe('the reception of a stream', () => {
  it('misses nothing where all came', () => {
    const reception = new Reception(48_000);
    receive(reception, upTo(500));
    expect(reception.figures).toMatchObject({ expected: 500, received: 500 });
    expect(reception.figures.jitterMs).toBeCloseTo(0, 6);
  });

  it('counts what is missing, also where numbers begin at 0 again, and not what is only late', () => {
    const reception = new Reception(48_000);
    receive(reception, [65_530, 65_531, 65_533, 65_532, 65_535, 65_536, 65_540]);
    expect(reception.figures).toMatchObject({ expected: 11, received: 7 });
  });

  it('goes on where a sender begins anew with other numbers', () => {
    const reception = new Reception(48_000);
    receive(reception, [...upTo(10), ...upTo(10, 30_000)]);
    expect(reception.figures).toMatchObject({ expected: 20, received: 20 });
  });

  it('has the jitter of RFC 3550 A.8', () => {
    const reception = new Reception(48_000);
    // Every other packet is 10 ms late: each difference is 10 ms, to which the filter converges.
    receive(reception, upTo(300), (index) => (index % 2) * 10);
    expect(reception.figures.jitterMs).toBeCloseTo(10, 1);
  });

  it('has no jitter of timestamps that wrap', () => {
    const reception = new Reception(90_000);
    upTo(100).forEach((index) =>
      reception.count(index, (2 ** 32 - 90_000 + index * 3_000) % 2 ** 32, (index * 100) / 3),
    );
    expect(reception.figures.jitterMs).toBeLessThan(0.001);
  });
});
