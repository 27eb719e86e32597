import { ConnectionState } from './connection-state.js';

const BOTH = { signalling: true, media: true };
const NEITHER = { signalling: false, media: false };

describe('whether a peer is there', () => {
  it('is new until its media is up, however long that takes', () => {
    const state = new ConnectionState(0);
    expect(state.observe({ signalling: true, media: false }, 60_000)).toBe(false);
    expect(state.connection).toBe('NEW');
    expect(state.observe(BOTH, 60_001)).toBe(true);
    expect(state.connection).toBe('CONNECTED');
  });

  it('is lost with its media, or when signalling is missing for three seconds', () => {
    const media = new ConnectionState(0);
    media.observe(BOTH, 0);
    expect(media.observe({ signalling: true, media: false }, 10)).toBe(true);
    expect(media.connection).toBe('LOST');

    const signalling = new ConnectionState(0);
    signalling.observe(BOTH, 1_000);
    expect(signalling.observe({ signalling: false, media: true }, 3_900)).toBe(false);
    expect(signalling.observe({ signalling: false, media: true }, 4_000)).toBe(true);
    expect(signalling.connection).toBe('LOST');
    expect(signalling.observe(BOTH, 5_000)).toBe(true);
    expect(signalling.connection).toBe('CONNECTED');
  });

  it('is given up after two minutes without either', () => {
    const state = new ConnectionState(0);
    state.observe(BOTH, 0);
    state.observe(NEITHER, 1_000);
    expect(state.isAbandoned(120_999)).toBe(false);
    expect(state.isAbandoned(121_000)).toBe(true);
    state.observe({ signalling: true, media: false }, 121_500);
    expect(state.isAbandoned(300_000)).toBe(false);
    expect(new ConnectionState(0).isAbandoned(120_000)).toBe(true);
  });
});
