import { ConnectionVerdict, judge, type ConnectionSample } from './connection-verdict.js';

const sample = (change: Partial<ConnectionSample> = {}): ConnectionSample => ({
  roundTripMs: 40,
  lossPermille: 0,
  jitterMs: 5,
  delivered: 1,
  ...change,
});

describe('the verdict on a connection', () => {
  it.each([
    [{}, 'GOOD'],
    [{ lossPermille: 50 }, 'FAIR'],
    [{ lossPermille: 100 }, 'POOR'],
    [{ roundTripMs: 300 }, 'FAIR'],
    [{ roundTripMs: 600 }, 'POOR'],
    [{ jitterMs: 41 }, 'FAIR'],
    [{ jitterMs: 4_000 }, 'FAIR'],
    [{ lossPermille: 100, jitterMs: 0 }, 'POOR'],
    [{ delivered: 0.37 }, 'GOOD'],
    [{ delivered: 0.34 }, 'FAIR'],
    [{ delivered: 0.08 }, 'POOR'],
  ])('on one sample with %j is %s', (change, verdict) => {
    expect(judge(sample(change))).toBe(verdict);
  });

  it('is not given in the first ten seconds', () => {
    const verdict = new ConnectionVerdict(0);
    expect(verdict.observe(sample({ lossPermille: 500 }), 9_999)).toBe(false);
    expect(verdict.verdict).toBeUndefined();
    expect(verdict.observe(sample(), 10_000)).toBe(true);
    expect(verdict.verdict).toBe('GOOD');
  });

  it('worsens after six seconds and improves after ten, of the same throughout', () => {
    const verdict = new ConnectionVerdict(0);
    verdict.observe(sample(), 10_000);
    const poor = sample({ lossPermille: 200 });
    verdict.observe(poor, 12_000);
    verdict.observe(sample(), 14_000);
    expect(verdict.observe(poor, 18_000)).toBe(false);
    expect(verdict.observe(poor, 24_000)).toBe(true);
    expect(verdict.verdict).toBe('POOR');
    expect(verdict.observe(sample(), 26_000)).toBe(false);
    expect(verdict.observe(sample(), 35_999)).toBe(false);
    expect(verdict.observe(sample(), 36_000)).toBe(true);
    expect(verdict.verdict).toBe('GOOD');
  });
});
