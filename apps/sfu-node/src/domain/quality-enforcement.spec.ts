import { QualityEnforcement } from './quality-enforcement.js';

describe('the enforcement of a quality profile', () => {
  it('leaves alone who keeps to it, and looks seldom', () => {
    const enforcement = new QualityEnforcement(0);
    expect([500, 2_000, 5_000, 20_000].map((now) => enforcement.observe(true, now))).toEqual([
      'none',
      'none',
      'none',
      'none',
    ]);
    expect(enforcement.lookAgainAfter).toBe(15_000);
  });

  it('holds who does not follow the first command within the grace, and looks often meanwhile', () => {
    const enforcement = new QualityEnforcement(0);
    expect(enforcement.observe(false, 1_000)).toBe('none');
    expect(enforcement.lookAgainAfter).toBeLessThanOrEqual(1_000);
    expect(enforcement.observe(false, 4_499)).toBe('none');
    expect(enforcement.observe(false, 4_500)).toBe('hold');
    expect(enforcement.held).toBe(true);
    expect(enforcement.observe(false, 10_000)).toBe('none');
  });

  it('commands again who begins to exceed it, and gives the grace anew', () => {
    const enforcement = new QualityEnforcement(0);
    enforcement.observe(true, 5_000);
    expect(enforcement.observe(false, 20_000)).toBe('command');
    expect(enforcement.observe(false, 24_000)).toBe('none');
    expect(enforcement.observe(false, 24_500)).toBe('hold');
  });

  it('releases who complies, and holds again after another grace', () => {
    const enforcement = new QualityEnforcement(0);
    enforcement.observe(false, 5_000);
    expect(enforcement.observe(true, 12_000)).toBe('release');
    expect(enforcement.observe(false, 13_000)).toBe('command');
    expect(enforcement.observe(false, 18_000)).toBe('hold');
  });

  it('gives the grace to who is told new limits, but not to who is held', () => {
    const enforcement = new QualityEnforcement(0);
    enforcement.observe(true, 5_000);
    enforcement.limitsChanged(30_000);
    expect(enforcement.observe(false, 34_000)).toBe('none');
    expect(enforcement.observe(false, 34_500)).toBe('hold');
    enforcement.limitsChanged(40_000);
    expect(enforcement.held).toBe(true);
  });
});
