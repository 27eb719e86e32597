import { QualityEnforcement } from './quality-enforcement.js';

describe('the enforcement of a quality profile', () => {
  it('leaves alone who keeps to it, and looks seldom once that is clear', () => {
    const enforcement = new QualityEnforcement(0);
    expect(enforcement.observe(true, 1_000)).toBe('none');
    expect(enforcement.lookAgainAfter(1_000)).toBeLessThanOrEqual(1_000);
    expect(enforcement.observe(true, 5_000)).toBe('none');
    expect(enforcement.lookAgainAfter(5_000)).toBe(15_000);
  });

  it('holds who exceeds it for the grace without a break, and looks often meanwhile', () => {
    const enforcement = new QualityEnforcement(0);
    expect(enforcement.observe(false, 1_000)).toBe('none');
    expect(enforcement.observe(false, 3_500)).toBe('none');
    expect(enforcement.lookAgainAfter(3_500)).toBeLessThanOrEqual(1_000);
    expect(enforcement.observe(false, 5_000)).toBe('hold');
    expect(enforcement.held).toBe(true);
    expect(enforcement.observe(false, 10_000)).toBe('none');
  });

  it('does not hold for single looks that exceed it', () => {
    const enforcement = new QualityEnforcement(0);
    const actions = Array.from({ length: 40 }, (_, look) => enforcement.observe(look % 3 === 0, look * 1_500));
    expect(actions).not.toContain('hold');
  });

  it('commands again who begins to exceed it, once, and gives the grace anew', () => {
    const enforcement = new QualityEnforcement(0);
    enforcement.observe(true, 5_000);
    expect(enforcement.observe(false, 20_000)).toBe('command');
    expect(enforcement.observe(false, 22_000)).toBe('none');
    expect(enforcement.observe(false, 24_000)).toBe('hold');
  });

  it('releases who complies, and holds again after another grace', () => {
    const enforcement = new QualityEnforcement(0);
    for (const now of [1_000, 5_000]) enforcement.observe(false, now);
    expect(enforcement.observe(true, 12_000)).toBe('release');
    expect(enforcement.observe(false, 13_000)).toBe('command');
    expect(enforcement.observe(false, 17_000)).toBe('hold');
  });

  it('gives the grace to who is told new limits, and keeps holding who is held', () => {
    const enforcement = new QualityEnforcement(0);
    enforcement.observe(false, 28_000);
    enforcement.limitsChanged(30_000);
    expect(enforcement.observe(false, 33_000)).toBe('none');
    expect(enforcement.observe(false, 37_000)).toBe('hold');
    enforcement.limitsChanged(40_000);
    expect(enforcement.held).toBe(true);
  });
});
