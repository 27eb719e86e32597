import { stepsOf } from './video-steps.js';

describe('the steps in which a video can be given', () => {
  it('are its layers up to what fits, each at half its frame rate first', () => {
    expect(stepsOf({ layers: [150_000, 450_000, 1_200_000], spatial: 1, temporal: 2 })).toEqual([
      { spatial: 0, temporal: 0, bitrate: 60_000 },
      { spatial: 0, temporal: 2, bitrate: 150_000 },
      { spatial: 1, temporal: 1, bitrate: 270_000 },
      { spatial: 1, temporal: 2, bitrate: 450_000 },
    ]);
  });

  it('leave out what costs more than something better', () => {
    const steps = stepsOf({ layers: [300_000, 250_000], spatial: 1, temporal: 0 });
    expect(steps).toEqual([{ spatial: 1, temporal: 0, bitrate: 250_000 }]);
  });
});
