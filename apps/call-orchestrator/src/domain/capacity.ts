import { Refusal } from '@videocall/errors';
import type { QualityProfile } from './vocabulary.js';

/** What of the server can be full (OPS-2). Disks are the recorder's, which deletes the oldest recordings by itself. */
export const RESOURCES = ['CPU', 'MEMORY', 'TRAFFIC', 'CALLS'] as const;
export type Resource = (typeof RESOURCES)[number];

/** 0: as it should be; each step above is one threshold passed. */
export type Levels = Readonly<Record<Resource, number>>;

/** A level is come to above the one, and left below the other. */
interface Threshold {
  readonly above: number;
  readonly below: number;
}

const TB = 1e12;

/** Processors, memory and calls as parts of what there is; traffic in bytes of a calendar month, which ends by itself. */
const THRESHOLDS: Readonly<Record<Resource, readonly Threshold[]>> = {
  CPU: [
    { above: 0.7, below: 0.65 },
    { above: 0.85, below: 0.75 },
    { above: 0.9, below: 0.8 },
  ],
  MEMORY: [
    { above: 0.75, below: 0.7 },
    { above: 0.9, below: 0.85 },
  ],
  TRAFFIC: [
    { above: 15 * TB, below: 15 * TB },
    { above: 18 * TB, below: 18 * TB },
  ],
  CALLS: [
    { above: 0.8, below: 0.75 },
    { above: 0.949, below: 0.9 },
  ],
};

/** Milliseconds: what is full for a moment only is not acted on, and what was given up is not taken back at once. */
const RISE_AFTER = 15_000;
const FALL_AFTER = 60_000;
const RETRY_MS = 30_000;

/** Follows one resource from level to level. */
export class CapacityWatch {
  readonly #thresholds: readonly Threshold[];
  #turn: { readonly rising: boolean; readonly since: number } | undefined;

  constructor(resource: Resource) {
    this.#thresholds = THRESHOLDS[resource];
  }

  /**
   * @param level the one that counts now
   * @param now milliseconds, of the clock that all calls use
   * @returns the level that counts from now on
   */
  next(level: number, measured: number, now: number): number {
    const passed = this.#thresholds.filter(({ above }) => measured > above).length;
    const kept = this.#thresholds.filter(({ below }) => measured > below).length;
    if (passed <= level && kept >= level) {
      this.#turn = undefined;
      return level;
    }
    const rising = passed > level;
    if (this.#turn?.rising !== rising) this.#turn = { rising, since: now };
    if (now - this.#turn.since < (rising ? RISE_AFTER : FALL_AFTER)) return level;
    this.#turn = undefined;
    return rising ? passed : kept;
  }
}

/** What the server gives up. */
export interface CapacityActions {
  /** What every picture is capped at; null: at nothing. */
  readonly qualityCeiling: Extract<QualityProfile, 'MEDIUM' | 'LOW'> | null;
  readonly callsRefused: boolean;
  readonly recordingsRefused: boolean;
}

export function actionsOf({ CPU, TRAFFIC }: Levels): CapacityActions {
  const capped = CPU >= 2 || TRAFFIC >= 1;
  const cappedMore = CPU >= 3 || TRAFFIC >= 2;
  return {
    qualityCeiling: cappedMore ? 'LOW' : capped ? 'MEDIUM' : null,
    callsRefused: CPU >= 3,
    recordingsRefused: CPU >= 3,
  };
}

export type CapacityMode = 'NORMAL' | 'CONSTRAINED' | 'DEGRADED';

export function modeOf(levels: Levels): CapacityMode {
  if (actionsOf(levels).callsRefused) return 'DEGRADED';
  return RESOURCES.some((resource) => levels[resource] > 0) ? 'CONSTRAINED' : 'NORMAL';
}

/**
 * While the processors are full, running calls are kept whole and no more are started: but by administrators, and where none
 * runs, since that would protect nobody.
 *
 * @throws Refusal CAPACITY_RESERVED
 */
export function requireRoomForCall(levels: Levels, running: number, admin: boolean): void {
  if (running === 0 || admin || !actionsOf(levels).callsRefused) return;
  throw new Refusal('CAPACITY_RESERVED', { retryAfterMs: RETRY_MS, details: { resource: 'CPU' } });
}

/**
 * The same of recordings, for everybody.
 *
 * @throws Refusal RECORDING_LIMIT
 */
export function requireRoomForRecording(levels: Levels, running: number): void {
  if (running === 0 || !actionsOf(levels).recordingsRefused) return;
  throw new Refusal('RECORDING_LIMIT', { retryAfterMs: RETRY_MS, details: { resource: 'CPU' } });
}
