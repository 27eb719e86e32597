import { SteadyVerdict, judge } from './quality-verdict.js';

const fine = { lossPermille: 0, roundTripMs: 40, jitterMs: 5 };

describe('judge', () => {
  it('lets the worst metric decide', () => {
    expect(judge(fine)).toBe('GOOD');
    expect(judge({ ...fine, lossPermille: 50 })).toBe('FAIR');
    expect(judge({ ...fine, roundTripMs: 300 })).toBe('FAIR');
    expect(judge({ ...fine, lossPermille: 100 })).toBe('POOR');
    expect(judge({ ...fine, roundTripMs: 600 })).toBe('POOR');
  });

  it('never calls a path poor for jitter alone', () => {
    expect(judge({ ...fine, jitterMs: 400 })).toBe('FAIR');
  });
});

describe('SteadyVerdict', () => {
  it('says nothing bad in the first ten seconds', () => {
    const steady = new SteadyVerdict();
    for (let now = 0; now < 10_000; now += 2_000) expect(steady.sample('POOR', now)).toBe('GOOD');
    expect(steady.sample('POOR', 10_000)).toBe('POOR');
  });

  it('worsens after six seconds of worse', () => {
    const steady = new SteadyVerdict();
    steady.sample('GOOD', 0);
    steady.sample('FAIR', 20_000);
    expect(steady.sample('FAIR', 25_999)).toBe('GOOD');
    expect(steady.sample('FAIR', 26_000)).toBe('FAIR');
  });

  it('forgets a bad moment that passes', () => {
    const steady = new SteadyVerdict();
    steady.sample('GOOD', 0);
    steady.sample('POOR', 20_000);
    steady.sample('GOOD', 22_000);
    expect(steady.sample('POOR', 26_500)).toBe('GOOD');
  });

  it('counts fair and poor together on the way down', () => {
    const steady = new SteadyVerdict();
    steady.sample('GOOD', 0);
    steady.sample('FAIR', 20_000);
    expect(steady.sample('POOR', 26_000)).toBe('POOR');
  });

  it('improves only after ten seconds of better', () => {
    const steady = new SteadyVerdict();
    steady.sample('POOR', 0);
    steady.sample('POOR', 10_000);
    steady.sample('GOOD', 12_000);
    expect(steady.sample('GOOD', 21_999)).toBe('POOR');
    expect(steady.sample('GOOD', 22_000)).toBe('GOOD');
  });
});
