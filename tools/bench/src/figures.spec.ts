import { figuresOf } from './figures.ts';

describe('figuresOf', () => {
  it('takes percentiles by the nearest rank, whatever the order', () => {
    const measurements = Array.from({ length: 20 }, (_, index) => 20 - index);
    expect(figuresOf(measurements)).toEqual({ count: 20, minimum: 1, median: 10, p95: 19, p99: 20, maximum: 20 });
  });

  it('refuses to summarise nothing', () => {
    expect(() => figuresOf([])).toThrow(RangeError);
  });
});
