import { NO_SPOTLIGHT, nextSpotlight } from './spotlight.js';

const others = ['ann', 'ben', 'cyd'];

describe('nextSpotlight', () => {
  it('begins with who has been here longest', () => {
    expect(nextSpotlight(NO_SPOTLIGHT, others, [], 5)).toEqual({ id: 'ann', since: 5 });
  });

  it('keeps its speaker while they speak, though somebody is louder', () => {
    const current = { id: 'ann', since: 0 };
    expect(nextSpotlight(current, others, ['ben', 'ann'], 60_000)).toBe(current);
  });

  it('stays three seconds at least', () => {
    const current = { id: 'ann', since: 0 };
    expect(nextSpotlight(current, others, ['ben'], 2_999)).toBe(current);
    expect(nextSpotlight(current, others, ['ben'], 3_000)).toEqual({ id: 'ben', since: 3_000 });
  });

  it('stays in silence', () => {
    const current = { id: 'ben', since: 0 };
    expect(nextSpotlight(current, others, [], 60_000)).toBe(current);
  });

  it('moves on when its speaker leaves, and is nobody when alone', () => {
    expect(nextSpotlight({ id: 'zoe', since: 0 }, others, [], 10).id).toBe('ann');
    expect(nextSpotlight({ id: 'zoe', since: 0 }, [], ['me'], 10)).toBe(NO_SPOTLIGHT);
  });
});
