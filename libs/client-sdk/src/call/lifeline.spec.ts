import { jest } from '@jest/globals';
import { CallError } from '../call-error.js';
import type { ConnectionPhase } from '../state/active-call-state.js';
import { Lifeline } from './lifeline.js';

/** A server that can be reached or not, and a call that lives by it. */
class Scene {
  reachable = true;
  offline = false;
  resumes = 0;
  open = true;
  readonly phases: ConnectionPhase[] = [];
  readonly lifeline = new Lifeline({
    offline: () => this.offline,
    connected: () => this.reachable,
    connect: async () => {
      if (!this.reachable) throw CallError.client('CONNECTION_LOST');
    },
    resume: async () => {
      this.resumes += 1;
    },
    rejoin: async () => undefined,
    setOpen: (open) => {
      this.open = open;
    },
    phaseChanged: (phase) => this.phases.push(phase),
    reconnected: () => undefined,
  });

  constructor() {
    this.lifeline.mediaChanged(true);
  }

  get phase(): ConnectionPhase | undefined {
    return this.phases.at(-1);
  }
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('Lifeline', () => {
  it('gives the call up after a minute without the server', async () => {
    const scene = new Scene();
    scene.reachable = false;
    scene.lifeline.signallingLost();
    await jest.advanceTimersByTimeAsync(59_000);
    expect(scene.phase).toMatchObject({ phase: 'RECONNECTING', cause: 'SIGNALLING' });
    await jest.advanceTimersByTimeAsync(1000);
    expect(scene.phase).toEqual({ phase: 'ENDED', reason: 'CONNECTION_LOST', canRejoin: true, refusal: undefined });
    expect(scene.open).toBe(false);
  });

  it('gives the call up after a minute without media, though the server answers', async () => {
    const scene = new Scene();
    scene.lifeline.mediaChanged(false);
    expect(scene.phase).toMatchObject({ phase: 'RECONNECTING', cause: 'MEDIA' });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(scene.phase).toMatchObject({ phase: 'ENDED', reason: 'CONNECTION_LOST' });
  });

  it('counts the minute anew after each success', async () => {
    const scene = new Scene();
    for (let round = 0; round < 3; round += 1) {
      scene.reachable = false;
      scene.lifeline.signallingLost();
      await jest.advanceTimersByTimeAsync(40_000);
      scene.reachable = true;
      await jest.advanceTimersByTimeAsync(2000);
      expect(scene.phase).toEqual({ phase: 'CONNECTED' });
    }
    expect(scene.resumes).toBe(3);
  });

  it('tries at once when the network is back', async () => {
    const scene = new Scene();
    scene.reachable = false;
    scene.lifeline.signallingLost();
    await jest.advanceTimersByTimeAsync(10_000);
    scene.reachable = true;
    scene.lifeline.hurry();
    await jest.advanceTimersByTimeAsync(0);
    expect(scene.phase).toEqual({ phase: 'CONNECTED' });
  });

  it('shows at once that the device is offline, before any connection noticed', () => {
    const scene = new Scene();
    scene.offline = true;
    scene.lifeline.hurry();
    expect(scene.phase).toMatchObject({ phase: 'RECONNECTING', offline: true });
    scene.offline = false;
    scene.lifeline.hurry();
    expect(scene.phase).toEqual({ phase: 'CONNECTED' });
  });

  it('ends once, whatever comes after', async () => {
    const scene = new Scene();
    scene.lifeline.finish({ reason: 'LEFT', canRejoin: true, refusal: undefined });
    scene.lifeline.finish({ reason: 'REMOVED', canRejoin: false, refusal: undefined });
    scene.lifeline.signallingLost();
    scene.lifeline.mediaChanged(true);
    await jest.advanceTimersByTimeAsync(70_000);
    expect(scene.phase).toMatchObject({ phase: 'ENDED', reason: 'LEFT' });
  });
});
