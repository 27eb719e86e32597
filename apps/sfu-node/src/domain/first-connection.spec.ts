import { FirstConnection } from './first-connection.js';

describe('whether a peer gets its media', () => {
  it('is not asked of one that has not begun to connect', () => {
    expect(new FirstConnection().observe({ tried: false, media: false }, 60_000)).toBeUndefined();
  });

  it('is yes once it has it', () => {
    const first = new FirstConnection();
    expect(first.observe({ tried: true, media: false }, 0)).toBeUndefined();
    expect(first.observe({ tried: true, media: true }, 19_000)).toBe('connected');
    expect(first.observe({ tried: true, media: false }, 60_000)).toBeUndefined();
  });

  it('is no twenty seconds after it began, and stays so', () => {
    const first = new FirstConnection();
    first.observe({ tried: true, media: false }, 5_000);
    expect(first.observe({ tried: true, media: false }, 24_999)).toBeUndefined();
    expect(first.observe({ tried: true, media: false }, 25_000)).toBe('failed');
    expect(first.observe({ tried: true, media: true }, 26_000)).toBeUndefined();
  });
});
