import { TokenBucket } from './token-bucket.js';

describe('TokenBucket', () => {
  it('lets a burst pass and then says how long to wait', () => {
    const bucket = new TokenBucket(3, 2, 0);
    expect([bucket.take(0), bucket.take(0), bucket.take(0)]).toEqual([0, 0, 0]);
    expect(bucket.take(0)).toBe(500);
  });

  it('has a token again after the time it named, and no sooner', () => {
    const bucket = new TokenBucket(1, 2, 0);
    bucket.take(0);
    expect(bucket.take(499)).toBeGreaterThan(0);
    expect(bucket.take(500)).toBe(0);
  });

  it('never holds more than a burst, however long it rests', () => {
    const bucket = new TokenBucket(2, 100, 0);
    expect([bucket.take(60_000), bucket.take(60_000)]).toEqual([0, 0]);
    expect(bucket.take(60_000)).toBeGreaterThan(0);
  });
});
