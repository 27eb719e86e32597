import { reconnectionStage } from './reconnection.js';

describe('reconnectionStage', () => {
  it.each([
    [0, 'quiet'],
    [1_999, 'quiet'],
    [2_000, 'pill'],
    [10_000, 'banner'],
    [30_000, 'choice'],
  ])('after %i ms is %s', (elapsed, stage) => {
    expect(reconnectionStage(elapsed, false)).toBe(stage);
  });

  it('is said at once when the device is offline', () => {
    expect(reconnectionStage(0, true)).toBe('pill');
  });
});
