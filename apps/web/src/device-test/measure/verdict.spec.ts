import { type Figures, verdictOf } from './verdict.js';

const GOOD: Figures = {
  connected: true,
  udp: 'WORKS',
  tcp: 'WORKS',
  turn: 'NOT_CONFIGURED',
  roundTripMs: 30,
  lossUp: 0,
  lossDown: 0.001,
  jitterUpMs: 3,
  jitterDownMs: 5,
  echoDelayMs: 1_120,
  mouthToEarMs: 140,
  bandwidthUp: 2_500_000,
  bandwidthDown: 1_000_000,
};

describe('the verdict', () => {
  it('is good where nothing is wrong, also without TURN, and with TCP blocked', () => {
    expect(verdictOf(GOOD)).toEqual({ verdict: 'GOOD', reasons: [] });
    expect(verdictOf({ ...GOOD, tcp: 'BLOCKED' }).verdict).toBe('GOOD');
  });

  it.each<[Partial<Figures>, string, readonly string[]]>([
    [{ lossUp: 0.02 }, 'FAIR', ['LOSS']],
    [{ lossDown: 0.08 }, 'POOR', ['LOSS']],
    [{ jitterUpMs: 45 }, 'FAIR', ['JITTER']],
    [{ roundTripMs: 400, mouthToEarMs: 300 }, 'POOR', ['ROUND_TRIP', 'DELAY']],
    [{ bandwidthUp: 300_000 }, 'FAIR', ['BANDWIDTH']],
    [{ bandwidthUp: 60_000, lossUp: 0.02 }, 'POOR', ['BANDWIDTH', 'LOSS']],
    [{ udp: 'BLOCKED' }, 'FAIR', ['UDP_BLOCKED']],
    [{ echoDelayMs: undefined, mouthToEarMs: undefined }, 'POOR', ['ECHO_LOST']],
    [{ connected: false, udp: 'BLOCKED', tcp: 'BLOCKED', echoDelayMs: undefined }, 'POOR', ['MEDIA_BLOCKED']],
    [{ udp: 'BLOCKED', tcp: 'BLOCKED', turn: 'WORKS' }, 'FAIR', ['UDP_BLOCKED']],
  ])('with %o is %s for %j', (change, verdict, reasons) => {
    expect(verdictOf({ ...GOOD, ...change })).toEqual({ verdict, reasons });
  });

  it('does not judge what could not be measured', () => {
    const unknown = { roundTripMs: undefined, lossUp: undefined, jitterUpMs: undefined, bandwidthUp: undefined };
    expect(verdictOf({ ...GOOD, ...unknown }).verdict).toBe('GOOD');
  });
});
