import { jest } from '@jest/globals';
import type { TransportDirection } from '@videocall/signalling';
import type { types } from 'mediasoup-client';
import { CallError } from '../call-error.js';
import { MediaWatch } from './media-watch.js';

type State = types.ConnectionState;

/** A peer whose transports are in the states that the test says. */
class Scene {
  readonly connectionStates = new Map<TransportDirection, State>();
  readonly requested: TransportDirection[][] = [];
  readonly restarted: TransportDirection[] = [];
  readonly told: boolean[] = [];
  hopeless = 0;
  refuse: CallError | undefined;
  readonly watch = new MediaWatch(
    {
      connectionStates: this.connectionStates,
      restartIce: async (direction) => {
        this.restarted.push(direction);
      },
    },
    {
      requestRestart: async (directions) => {
        this.requested.push(directions);
        if (this.refuse) throw this.refuse;
        return { restarted: directions.map((direction) => ({ direction, iceParameters: {} })) };
      },
      changed: (connected) => this.told.push(connected),
      hopeless: () => {
        this.hopeless += 1;
      },
    },
  );

  set(states: Partial<Record<TransportDirection, State>>): void {
    for (const [direction, state] of Object.entries(states))
      this.connectionStates.set(direction as TransportDirection, state);
    this.watch.update();
  }
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('MediaWatch', () => {
  it('restarts ICE at once when it failed', async () => {
    const scene = new Scene();
    scene.set({ SEND: 'connected', RECEIVE: 'connected' });
    scene.set({ SEND: 'failed' });
    await jest.advanceTimersByTimeAsync(0);
    expect(scene.restarted).toEqual(['SEND']);
    expect(scene.told).toEqual([true, false]);
  });

  it('gives a disconnected transport two seconds to mend itself', async () => {
    const scene = new Scene();
    scene.set({ SEND: 'connected' });
    scene.set({ SEND: 'disconnected' });
    await jest.advanceTimersByTimeAsync(1900);
    scene.set({ SEND: 'connected' });
    await jest.advanceTimersByTimeAsync(10_000);
    expect(scene.requested).toEqual([]);
    scene.set({ SEND: 'disconnected' });
    await jest.advanceTimersByTimeAsync(2000);
    expect(scene.requested).toEqual([['SEND']]);
  });

  it('restarts ICE that never leaves its first state, as with a relay that refuses its credential', async () => {
    const scene = new Scene();
    scene.set({ RECEIVE: 'new' });
    await jest.advanceTimersByTimeAsync(6000);
    expect(scene.requested).toEqual([['RECEIVE']]);
  });

  it('restarts both directions together when both are down', async () => {
    const scene = new Scene();
    scene.set({ SEND: 'connected', RECEIVE: 'connected' });
    scene.set({ SEND: 'failed', RECEIVE: 'disconnected' });
    await jest.advanceTimersByTimeAsync(0);
    expect(scene.requested).toEqual([['SEND', 'RECEIVE']]);
  });

  it('gives the peer up after three restarts that did not help', async () => {
    const scene = new Scene();
    scene.set({ SEND: 'failed' });
    await jest.advanceTimersByTimeAsync(30_000);
    expect(scene.requested).toHaveLength(3);
    expect(scene.hopeless).toBe(1);
  });

  it('gives the peer up when the server does not know it', async () => {
    const scene = new Scene();
    scene.refuse = new CallError('PEER_NOT_FOUND', 'The media server does not know this participant.');
    scene.set({ SEND: 'failed' });
    await jest.advanceTimersByTimeAsync(0);
    expect(scene.hopeless).toBe(1);
  });

  it('does not call it trouble when a running call uses a transport for the first time, until that is overdue', async () => {
    const scene = new Scene();
    scene.set({ SEND: 'connected' });
    scene.set({ RECEIVE: 'new' });
    expect(scene.told).toEqual([true]);
    await jest.advanceTimersByTimeAsync(6000);
    expect(scene.told).toEqual([true, false]);
  });
});
