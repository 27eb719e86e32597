import { isFull, Retention } from './retention.js';

describe('retention', () => {
  const retention = new Retention(90, 85);
  const oldestFirst = [
    { id: 'rec_1', bytes: 30 },
    { id: 'rec_2', bytes: 10 },
    { id: 'rec_3', bytes: 50 },
  ];
  const going = (usedBytes: number) =>
    retention.tooMuch({ totalBytes: 1_000, usedBytes }, oldestFirst).map(({ id }) => id);

  it('keeps everything on a disk that is as full as it may be', () => {
    expect(going(850)).toEqual([]);
  });

  it('lets the oldest go, and no more than needed', () => {
    expect(going(851)).toEqual(['rec_1']);
    expect(going(880)).toEqual(['rec_1']);
    expect(going(881)).toEqual(['rec_1', 'rec_2']);
  });

  it('lets everything go where that is not enough', () => {
    expect(going(1_000)).toEqual(['rec_1', 'rec_2', 'rec_3']);
  });

  it('counts days from the end of a recording', () => {
    expect(retention.expiryOf(new Date('2026-01-01T12:00:00Z'))).toEqual(new Date('2026-04-01T12:00:00Z'));
  });

  it('takes a disk for full from its limit on', () => {
    expect(isFull({ totalBytes: 100, usedBytes: 94 }, 95)).toBe(false);
    expect(isFull({ totalBytes: 100, usedBytes: 95 }, 95)).toBe(true);
  });
});
