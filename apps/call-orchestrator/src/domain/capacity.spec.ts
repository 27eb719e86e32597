import {
  actionsOf,
  CapacityWatch,
  modeOf,
  requireRoomForCall,
  requireRoomForRecording,
  type Levels,
} from './capacity.js';

const levels = (some: Partial<Levels> = {}): Levels => ({ CPU: 0, MEMORY: 0, TRAFFIC: 0, CALLS: 0, ...some });

/** Measures the same every 5 s. @returns the level at the end */
function during(watch: CapacityWatch, level: number, measured: number, from: number, seconds: number): number {
  let now = from;
  for (; now <= from + seconds * 1_000; now += 5_000) level = watch.next(level, measured, now);
  return level;
}

describe('how full the server is', () => {
  it('rises after fifteen seconds above a threshold, to the highest passed', () => {
    const watch = new CapacityWatch('CPU');
    expect(during(watch, 0, 0.95, 0, 10)).toBe(0);
    expect(during(watch, 0, 0.95, 15_000, 0)).toBe(3);
  });

  it('does not rise for a moment', () => {
    const watch = new CapacityWatch('CPU');
    expect(during(watch, 0, 0.95, 0, 10)).toBe(0);
    expect(during(watch, 0, 0.5, 15_000, 0)).toBe(0);
    expect(during(watch, 0, 0.95, 20_000, 10)).toBe(0);
  });

  it('stays between the two marks of a level, and falls a minute after it is below the lower one', () => {
    const watch = new CapacityWatch('CPU');
    expect(during(watch, 3, 0.82, 0, 300)).toBe(3);
    expect(during(watch, 3, 0.6, 305_000, 55)).toBe(3);
    expect(during(watch, 3, 0.6, 365_000, 0)).toBe(0);
  });

  it('knows the thresholds of each resource', () => {
    const at = (resource: 'CPU' | 'MEMORY' | 'TRAFFIC' | 'CALLS', measured: number): number =>
      during(new CapacityWatch(resource), 0, measured, 0, 15);
    expect([0.7, 0.71, 0.86, 0.91].map((measured) => at('CPU', measured))).toEqual([0, 1, 2, 3]);
    expect([0.75, 0.76, 0.91].map((measured) => at('MEMORY', measured))).toEqual([0, 1, 2]);
    expect([15e12, 15.1e12, 18.1e12].map((measured) => at('TRAFFIC', measured))).toEqual([0, 1, 2]);
    expect([0.8, 0.81, 0.95].map((measured) => at('CALLS', measured))).toEqual([0, 1, 2]);
  });
});

describe('what the server gives up', () => {
  it('is pictures first, by processors or by traffic, then new calls and recordings', () => {
    expect(actionsOf(levels({ CPU: 1, MEMORY: 2, CALLS: 2 }))).toEqual({
      qualityCeiling: null,
      callsRefused: false,
      recordingsRefused: false,
    });
    expect(actionsOf(levels({ CPU: 2 })).qualityCeiling).toBe('MEDIUM');
    expect(actionsOf(levels({ TRAFFIC: 1 })).qualityCeiling).toBe('MEDIUM');
    expect(actionsOf(levels({ CPU: 2, TRAFFIC: 2 })).qualityCeiling).toBe('LOW');
    expect(actionsOf(levels({ CPU: 3 }))).toEqual({
      qualityCeiling: 'LOW',
      callsRefused: true,
      recordingsRefused: true,
    });
  });

  it('has a name', () => {
    expect([levels(), levels({ MEMORY: 1 }), levels({ CPU: 2 }), levels({ CPU: 3 })].map(modeOf)).toEqual([
      'NORMAL',
      'CONSTRAINED',
      'CONSTRAINED',
      'DEGRADED',
    ]);
  });

  it('never is the first call or recording, which takes nothing from anybody, nor the call of an administrator', () => {
    const full = levels({ CPU: 3 });
    expect(() => requireRoomForCall(full, 1, false)).toThrow(expect.objectContaining({ reason: 'CAPACITY_RESERVED' }));
    expect(() => requireRoomForCall(full, 0, false)).not.toThrow();
    expect(() => requireRoomForCall(full, 1, true)).not.toThrow();
    expect(() => requireRoomForCall(levels({ CPU: 2 }), 1, false)).not.toThrow();
    expect(() => requireRoomForRecording(full, 1)).toThrow(expect.objectContaining({ reason: 'RECORDING_LIMIT' }));
    expect(() => requireRoomForRecording(full, 0)).not.toThrow();
  });
});
