import type { QualityVerdict } from '@videocall/signalling';

/** Whether media gets through in one way. */
export type Reachability = 'WORKS' | 'BLOCKED' | 'NOT_CONFIGURED';

/** What was measured; undefined what could not be. Loss from 0 to 1, times in milliseconds, rates in bit/s. */
export interface Figures {
  /** Whether media got through to the echo at all, by any way. */
  readonly connected: boolean;
  readonly udp: Reachability | undefined;
  readonly tcp: Reachability | undefined;
  readonly turn: Reachability | undefined;
  readonly roundTripMs: number | undefined;
  /** Of sound, from here to the echo, as the echo counts it. */
  readonly lossUp: number | undefined;
  /** Of sound, from the echo to here: what was lost on the way there is not counted again. */
  readonly lossDown: number | undefined;
  readonly jitterUpMs: number | undefined;
  readonly jitterDownMs: number | undefined;
  /** From the page to the page, the echo's own delay included. */
  readonly echoDelayMs: number | undefined;
  /** The same without the echo's delay, and with what microphone and speaker add: what two people have between them. */
  readonly mouthToEarMs: number | undefined;
  readonly bandwidthUp: number | undefined;
  readonly bandwidthDown: number | undefined;
}

export type Reason =
  | 'MEDIA_BLOCKED'
  | 'ECHO_LOST'
  | 'UDP_BLOCKED'
  | 'LOSS'
  | 'JITTER'
  | 'ROUND_TRIP'
  | 'DELAY'
  | 'BANDWIDTH';

export interface Verdict {
  readonly verdict: QualityVerdict;
  /** What keeps it from being better, the gravest first. */
  readonly reasons: readonly Reason[];
}

interface Threshold {
  readonly reason: Reason;
  readonly value: (figures: Figures) => number | undefined;
  /** Fair from the first on, poor from the second. */
  readonly limits: readonly [fair: number, poor: number];
}

const worst = (...values: readonly (number | undefined)[]): number | undefined => {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
};

/** Delays by ITU-T G.114; loss and jitter by what Opus conceals unheard, and what a jitter buffer of 60 ms takes. */
const THRESHOLDS: readonly Threshold[] = [
  { reason: 'LOSS', value: ({ lossUp, lossDown }) => worst(lossUp, lossDown), limits: [0.01, 0.05] },
  { reason: 'DELAY', value: ({ mouthToEarMs }) => mouthToEarMs, limits: [250, 400] },
  { reason: 'ROUND_TRIP', value: ({ roundTripMs }) => roundTripMs, limits: [150, 300] },
  { reason: 'JITTER', value: ({ jitterUpMs, jitterDownMs }) => worst(jitterUpMs, jitterDownMs), limits: [30, 60] },
  // Negative: less is worse.
  { reason: 'BANDWIDTH', value: ({ bandwidthUp }) => bandwidthUp && -bandwidthUp, limits: [-400_000, -120_000] },
];

/** What the figures mean for a call. */
export function verdictOf(figures: Figures): Verdict {
  const poor: Reason[] = [];
  const fair: Reason[] = [];
  if (!figures.connected) return { verdict: 'POOR', reasons: ['MEDIA_BLOCKED'] };
  if (figures.echoDelayMs === undefined) poor.push('ECHO_LOST');
  for (const { reason, value, limits } of THRESHOLDS) {
    const measured = value(figures);
    if (measured === undefined || measured <= limits[0]) continue;
    (measured > limits[1] ? poor : fair).push(reason);
  }
  if (figures.udp === 'BLOCKED') fair.push('UDP_BLOCKED');
  return { verdict: poor.length > 0 ? 'POOR' : fair.length > 0 ? 'FAIR' : 'GOOD', reasons: [...poor, ...fair] };
}
