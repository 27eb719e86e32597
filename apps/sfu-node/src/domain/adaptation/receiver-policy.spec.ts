import {
  adapt,
  UNLIMITED,
  type Change,
  type ReceiverDecision,
  type ReceiverInputs,
  type ReceiverState,
} from './receiver-policy.js';
import type { WantedVideo } from './video-ladder.js';

const CAMERA: WantedVideo = {
  trackId: 'trk_1',
  rank: 'OTHER',
  area: 1280 * 720,
  steps: [60_000, 150_000, 450_000, 1_200_000].map((bitrate, spatial) => ({ spatial, temporal: 2, bitrate })),
};
const GOOD: Omit<ReceiverInputs, 'now'> = {
  availableBitrate: 2_000_000,
  cap: Infinity,
  lossPermille: 0,
  roundTripMs: 40,
  wanted: [CAMERA],
};

/** A receiver that is looked at once a second. */
class Receiver {
  state: ReceiverState = UNLIMITED;
  readonly changes: Change[] = [];
  #now = 0;

  /** @returns what the path was to be tried with, and when */
  trials(seconds: number, inputs: Partial<ReceiverInputs>): { second: number; bitrate: number }[] {
    return Array.from({ length: seconds }, (_, second) => {
      const { trial } = this.#look(inputs);
      return trial === undefined ? [] : [{ second, bitrate: trial }];
    }).flat();
  }

  /** @returns the level after each second */
  during(seconds: number, inputs: Partial<ReceiverInputs> = {}): (number | undefined)[] {
    return Array.from({ length: seconds }, () => this.#look(inputs).state.levels.get(CAMERA.trackId));
  }

  #look(inputs: Partial<ReceiverInputs>): ReceiverDecision {
    const decision = adapt(this.state, { ...GOOD, ...inputs, now: this.#now });
    this.#now += 1_000;
    this.state = decision.state;
    if (decision.change !== 'none') this.changes.push(decision.change);
    return decision;
  }
}

describe('what a receiver is given', () => {
  it('is all it wants in the first seconds, while congestion control looks for the path', () => {
    expect(new Receiver().during(5, { availableBitrate: 100_000 })).toEqual([3, 3, 3, 3, 3]);
  });

  it('is lowered within two seconds, and at once where hardly anything is left', () => {
    const slightly = new Receiver();
    slightly.during(10);
    expect(slightly.during(3, { availableBitrate: 1_000_000 })).toEqual([3, 2, 2]);
    const severely = new Receiver();
    severely.during(10);
    expect(severely.during(1, { availableBitrate: 300_000 })).toEqual([1]);
    expect(severely.state.cause).toBe('BANDWIDTH');
  });

  it('stays through a moment of less', () => {
    const receiver = new Receiver();
    receiver.during(10);
    receiver.during(1, { availableBitrate: 1_000_000 });
    expect(receiver.during(10).every((level) => level === 3)).toBe(true);
  });

  it('is raised after five seconds of room, not by what is only just enough', () => {
    const receiver = new Receiver();
    receiver.during(10);
    receiver.during(5, { availableBitrate: 300_000 });
    expect(receiver.during(30, { availableBitrate: 500_000 }).every((level) => level === 1)).toBe(true);
    expect(receiver.during(7, { availableBitrate: 2_000_000 })).toEqual([1, 1, 1, 1, 1, 3, 3]);
    expect(receiver.state.cause).toBeUndefined();
  });

  it('is not raised while a queue builds up on the path', () => {
    const receiver = new Receiver();
    receiver.during(10);
    receiver.during(5, { availableBitrate: 300_000 });
    expect(receiver.during(8, { roundTripMs: 500 }).at(-1)).toBe(1);
    expect(receiver.during(6).at(-1)).toBe(3);
  });

  it('is raised over a path that has become longer for good', () => {
    const receiver = new Receiver();
    receiver.during(10);
    receiver.during(5, { availableBitrate: 300_000, roundTripMs: 400 });
    expect(receiver.during(40, { roundTripMs: 400 }).at(-1)).toBe(3);
  });

  it('pauses where not even the least fits, and is tried again more and more seldom', () => {
    const receiver = new Receiver();
    receiver.during(10);
    const levels = receiver.during(120, { availableBitrate: 40_000 });
    expect(levels[1]).toBe(-1);
    const trials = levels.flatMap((level, second) => (level === 0 && levels[second - 1] === -1 ? [second] : []));
    expect(trials.length).toBeGreaterThanOrEqual(2);
    expect(trials.length).toBeLessThanOrEqual(6);
    expect(receiver.during(80).at(-1)).toBe(3);
  });

  it('waits longer before each raise where raises do not last', () => {
    const receiver = new Receiver();
    receiver.during(10);
    for (let round = 0; round < 15; round += 1) {
      receiver.during(6, { availableBitrate: 2_000_000 });
      receiver.during(6, { availableBitrate: 600_000 });
    }
    expect(receiver.changes.length).toBeLessThanOrEqual(4);
  });

  it('is cut where much is lost, whatever the estimate', () => {
    const receiver = new Receiver();
    receiver.during(10, { lossPermille: 50 });
    expect(receiver.changes).toEqual([]);
    expect(receiver.during(1, { lossPermille: 150 })).toEqual([3]);
    expect(receiver.during(5, { lossPermille: 150 }).at(-1)).toBe(2);
    expect(receiver.state.cause).toBe('LOSS');
  });

  it('is tried with the next better picture where congestion control stays with what it found at the worst moment', () => {
    const receiver = new Receiver();
    receiver.during(10);
    receiver.during(3, { availableBitrate: 200_000, lossPermille: 50 });
    const trials = receiver.trials(40, { availableBitrate: 200_000, lossPermille: 50 });
    expect(trials.map(({ second }) => second)).toEqual([5, 13, 21, 29, 37]);
    expect(new Set(trials.map(({ bitrate }) => bitrate))).toEqual(new Set([450_000 * 1.2 * 1.05]));
    expect(receiver.trials(10, { roundTripMs: 500, availableBitrate: 200_000 })).toEqual([]);
  });

  it('is tried more and more seldom where trials fail', () => {
    const receiver = new Receiver();
    receiver.during(10);
    receiver.during(3, { availableBitrate: 200_000 });
    const trialsIn = (): number => receiver.trials(60, { availableBitrate: 200_000 }).length;
    const before = trialsIn();
    receiver.during(8, { availableBitrate: 600_000 });
    receiver.during(3, { availableBitrate: 200_000 });
    expect(trialsIn()).toBeLessThan(before);
  });

  it('names the profile where that is what limits', () => {
    const receiver = new Receiver();
    receiver.during(8, { availableBitrate: 500_000, cap: 500_000 });
    expect(receiver.state.cause).toBe('RECEIVE_PROFILE');
  });

  it('follows what is wanted at once, under the same budget', () => {
    const receiver = new Receiver();
    receiver.during(10);
    receiver.during(3, { availableBitrate: 700_000 });
    const screen: WantedVideo = { ...CAMERA, trackId: 'trk_2', rank: 'SCREEN' };
    receiver.during(1, { availableBitrate: 700_000, wanted: [CAMERA, screen] });
    expect(Object.fromEntries(receiver.state.levels)).toEqual({ trk_1: 1, trk_2: 2 });
  });

  it('is never nothing of what has just come: the path is asked, not what it carried before', () => {
    const receiver = new Receiver();
    receiver.during(10);
    receiver.during(5, { availableBitrate: 20_000 });
    expect(receiver.state.levels.get(CAMERA.trackId)).toBe(-1);
    receiver.during(1, { wanted: [] });
    expect(receiver.during(1, { availableBitrate: 20_000 })).toEqual([0]);
    expect(receiver.during(3, { availableBitrate: 20_000 })).toEqual([0, 0, -1]);
  });
});
