import { PeerStatistics } from './peer-statistics.js';

const FIGURES = { sentBitrate: 0, receivedBitrate: 0, roundTripMs: 0, jitterMs: 0, delivered: 1 };

describe('the loss of a peer', () => {
  it('is of what came since the last reading, over all its streams', () => {
    const statistics = new PeerStatistics();
    statistics.update(FIGURES, new Map([[1, { packets: 1_000, lost: 500 }]]));
    statistics.update(
      FIGURES,
      new Map([
        [1, { packets: 1_090, lost: 510 }],
        [2, { packets: 100, lost: 0 }],
      ]),
    );
    expect(statistics.figures.lossPermille).toBe(50);
  });

  it('is none where nothing came, or where late packets made good', () => {
    const statistics = new PeerStatistics();
    statistics.update(FIGURES, new Map());
    expect(statistics.figures.lossPermille).toBe(0);
    statistics.update(FIGURES, new Map([[1, { packets: 10, lost: 10 }]]));
    statistics.update(FIGURES, new Map([[1, { packets: 20, lost: 2 }]]));
    expect(statistics.figures.lossPermille).toBe(0);
  });
});
