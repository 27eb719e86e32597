import { costOf, divide, type Rank, type WantedVideo } from './video-ladder.js';

const STEPS = [60_000, 150_000, 450_000, 1_200_000].map((bitrate, level) => ({ spatial: level, temporal: 0, bitrate }));
const video = (trackId: string, rank: Rank, area = 100): WantedVideo => ({ trackId, rank, area, steps: STEPS });
const CALL = [
  video('cam_b', 'OTHER', 50),
  video('speaker', 'SPEAKER'),
  video('screen', 'SCREEN'),
  video('cam_a', 'OTHER'),
];
const levels = (budget: number) => Object.fromEntries(divide(CALL, budget));

describe('a budget divided among videos', () => {
  it('gives all that is wanted where there is room', () => {
    expect(levels(Infinity)).toEqual({ screen: 3, speaker: 3, cam_a: 3, cam_b: 3 });
  });

  it.each([
    [3_000_000, { screen: 3, speaker: 3, cam_a: 2, cam_b: 1 }],
    [1_800_000, { screen: 3, speaker: 2, cam_a: 0, cam_b: 0 }],
    [700_000, { screen: 2, speaker: 0, cam_a: 0, cam_b: 0 }],
    [250_000, { screen: 0, speaker: 0, cam_a: 0, cam_b: 0 }],
    [190_000, { screen: 0, speaker: 0, cam_a: 0, cam_b: -1 }],
    [130_000, { screen: 0, speaker: 0, cam_a: -1, cam_b: -1 }],
    [70_000, { screen: 0, speaker: -1, cam_a: -1, cam_b: -1 }],
    [10_000, { screen: -1, speaker: -1, cam_a: -1, cam_b: -1 }],
  ])('of %d bit/s takes from the rest first, then from the speaker, last from the screen', (budget, expected) => {
    expect(levels(budget)).toEqual(expected);
    expect(costOf(CALL, divide(CALL, budget))).toBeLessThanOrEqual(budget);
  });
});
