import { byRank, costOf, costOfBetter, divide, fullCost, type Levels, type WantedVideo } from './video-ladder.js';

/** What is measured of a receiver's path and wanted over it, at one moment. */
export interface ReceiverInputs {
  /** milliseconds, monotonic */
  readonly now: number;
  /** What congestion control takes the path to carry, for video. bit/s; undefined: nothing has been measured yet. */
  readonly availableBitrate: number | undefined;
  /** What the receive profile allows in all. bit/s; Infinity: no cap */
  readonly cap: number;
  /** Of what was sent to the receiver lately. 0..1000 */
  readonly lossPermille: number;
  readonly roundTripMs: number;
  readonly wanted: readonly WantedVideo[];
}

/** Why a receiver gets less than it could show. */
export type LimitCause = 'BANDWIDTH' | 'LOSS' | 'RECEIVE_PROFILE';

/** What the policy remembers of a receiver. */
export interface ReceiverState {
  /** What video may cost; Infinity: as much as is wanted. bit/s */
  readonly budget: number;
  readonly cause: LimitCause | undefined;
  readonly levels: Levels;
  /** What was wanted, in short: a change of it is answered under the same budget. */
  readonly wants: string;
  readonly measuringSince: number | undefined;
  readonly scarceSince: number | undefined;
  readonly roomSince: number | undefined;
  readonly loweredAt: number;
  readonly raisedAt: number;
  /** How long there must be room before the next raise; grows with raises that did not last. Milliseconds. */
  readonly patience: number;
  readonly leastRoundTripMs: number;
  /** Smoothed: of few packets one more or less is much. 0..1000 */
  readonly loss: number;
  readonly triedAt: number;
}

/** `wants`: something else is shown, or somebody else speaks. */
export type Change = 'none' | 'lowered' | 'raised' | 'wants';

export interface ReceiverDecision {
  readonly state: ReceiverState;
  readonly change: Change;
  /**
   * What congestion control should take the path to carry, until it finds that it does not. bit/s; undefined: what it found.
   * By itself it never raises its estimate while a few per cent are lost, and stays with what it found at the worst moment.
   */
  readonly trial: number | undefined;
}

/** Congestion control finds a path's width in this time; until then it alone decides. Milliseconds, as all below. */
const SETTLING = 5_000;
/** A shortage that lasts this long is one. */
const SCARCE_FOR = 1_000;
/** Below this part of what is sent, a shortage is believed at once. */
const SEVERE = 0.7;
/** After a change, congestion control needs this long before it tells again what there is. */
const TELLS_AFTER = 3_000;
const FIRST_PATIENCE = 5_000;
const LONGEST_PATIENCE = 30_000;
/** A raise that is taken back within this time did not last. */
const LASTING = 30_000;
/** More is given only where the path has this many times what it costs. */
const HEADROOM = 1.2;
/** A trial leaves room for a bit more than the better picture, so that a reading just below it is room too. */
const TRIAL = HEADROOM * 1.05;
/** What of a measured shortage is given: the rest is for audio and retransmissions. */
const MARGIN = 0.9;
/** How much of each new reading of the loss counts. */
const LOSS_WEIGHT = 0.25;
const TRY_EVERY = 8_000;
/** 0..1000: above it, what is sent is too much whatever the estimate says (GCC cuts at the same). */
const HEAVY_LOSS = 100;
const LOSS_CUT = 0.7;
/** A round trip this much above the least seen is a queue on the path: not the time for more. */
const QUEUEING_MS = 200;
/** Paths become longer too: the least counts for less with every look. Milliseconds. */
const ROUND_TRIP_DRIFT = 10;

/** Of a receiver that was just let in. */
export const UNLIMITED: ReceiverState = {
  budget: Infinity,
  cause: undefined,
  levels: new Map(),
  wants: '',
  measuringSince: undefined,
  scarceSince: undefined,
  roomSince: undefined,
  loweredAt: -Infinity,
  raisedAt: -Infinity,
  patience: FIRST_PATIENCE,
  leastRoundTripMs: Infinity,
  loss: 0,
  triedAt: -Infinity,
};

/**
 * What a receiver gets of the videos it shows (MEDIA-4): lowered fast, raised slowly. Nothing but its arguments goes into it,
 * so a recorded trace of inputs gives the same decisions again.
 */
export function adapt(before: ReceiverState, inputs: ReceiverInputs): ReceiverDecision {
  const { now, wanted, roundTripMs, lossPermille } = inputs;
  const loss = before.loss + (lossPermille - before.loss) * LOSS_WEIGHT;
  const leastRoundTripMs =
    roundTripMs > 0 ? Math.min(before.leastRoundTripMs + ROUND_TRIP_DRIFT, roundTripMs) : before.leastRoundTripMs;
  const measured = inputs.availableBitrate !== undefined && wanted.length > 0;
  const measuringSince = measured ? (before.measuringSince ?? now) : before.measuringSince;
  const state = follow({ ...before, leastRoundTripMs, loss, measuringSince }, inputs);
  if (!measured || now - (measuringSince ?? now) < SETTLING)
    return { state, change: wantsChange(before, state), trial: undefined };

  const lowered = lower(state, inputs);
  if (lowered.change !== 'none') return lowered;
  const raised = raise(lowered.state, inputs);
  return raised.change === 'none' ? { ...raised, change: wantsChange(before, raised.state) } : raised;
}

/** Other wants under the same budget. */
function follow(state: ReceiverState, { wanted, now }: ReceiverInputs): ReceiverState {
  const wants = wanted
    .map(({ trackId, rank, steps }) => `${trackId} ${rank} ${steps.length}`)
    .sort()
    .join();
  if (wants === state.wants) return state;
  const levels = divide(wanted, state.budget);
  const tried = toTry(wanted, state.levels, levels);
  return tried === undefined
    ? { ...state, wants, levels }
    : { ...state, wants, levels: new Map(levels).set(tried, 0), raisedAt: now };
}

/**
 * A budget was found with other videos, perhaps long ago. Where it leaves nothing at all, and the first video has just come,
 * that one is tried: the path itself then says whether it carries it.
 */
function toTry(wanted: readonly WantedVideo[], before: Levels, after: Levels): string | undefined {
  const first = byRank(wanted)[0]?.trackId;
  const nothing = [...after.values()].every((level) => level < 0);
  return nothing && first !== undefined && !before.has(first) ? first : undefined;
}

function wantsChange(before: ReceiverState, after: ReceiverState): Change {
  const decided = after.budget < Infinity && before.wants !== after.wants && !sameLevels(before.levels, after.levels);
  return decided ? 'wants' : 'none';
}

function lower(state: ReceiverState, inputs: ReceiverInputs): ReceiverDecision {
  const { now, wanted } = inputs;
  const { room, cause } = roomOf(inputs);
  const spent = costOf(wanted, state.levels);
  const lossy = state.loss >= HEAVY_LOSS && spent > 0;
  const scarce = room < spent || lossy;
  if (!scarce) return { state: { ...state, scarceSince: undefined }, change: 'none', trial: undefined };

  const scarceSince = state.scarceSince ?? now;
  const believed = now - scarceSince >= SCARCE_FOR || room < spent * SEVERE;
  if (!believed || now - Math.max(state.loweredAt, state.raisedAt) < TELLS_AFTER)
    return { state: { ...state, scarceSince }, change: 'none', trial: undefined };
  const budget = Math.min(room * MARGIN, lossy ? spent * LOSS_CUT : Infinity);
  const didNotLast = now - state.raisedAt < LASTING;
  const levels = divide(wanted, budget);
  return {
    state: {
      ...state,
      budget,
      cause: room < spent ? cause : 'LOSS',
      levels,
      scarceSince: undefined,
      roomSince: undefined,
      loweredAt: now,
      patience: didNotLast ? Math.min(LONGEST_PATIENCE, state.patience * 2) : state.patience,
    },
    change: sameLevels(levels, state.levels) ? 'none' : 'lowered',
    trial: undefined,
  };
}

function raise(state: ReceiverState, inputs: ReceiverInputs): ReceiverDecision {
  if (state.budget === Infinity) return { state, change: 'none', trial: undefined };
  const { now, wanted, roundTripMs } = inputs;
  const spent = costOf(wanted, state.levels);
  const calm = state.loss < HEAVY_LOSS && roundTripMs < state.leastRoundTripMs + QUEUEING_MS;
  const { room } = roomOf(inputs);
  const next = costOfBetter(wanted, state.levels);
  // Nothing sent, nothing measured: the least there is has to be tried.
  const affordable = Math.max(room / HEADROOM, spent === 0 ? next : 0);
  const budget = affordable >= fullCost(wanted) ? Infinity : affordable;
  const levels = divide(wanted, budget);
  const better = costOf(wanted, levels) > spent || budget === Infinity;
  if (!calm || !better) {
    const due = now - Math.max(state.triedAt, state.loweredAt) >= Math.max(TRY_EVERY, state.patience);
    const trial = calm && due && Number.isFinite(next) ? next * TRIAL : undefined;
    const triedAt = trial === undefined ? state.triedAt : now;
    return { state: { ...state, roomSince: undefined, triedAt }, change: 'none', trial };
  }

  const roomSince = state.roomSince ?? now;
  if (now - roomSince < state.patience) return { state: { ...state, roomSince }, change: 'none', trial: undefined };
  const lasted = now - state.loweredAt > LASTING + LONGEST_PATIENCE;
  return {
    state: {
      ...state,
      budget,
      cause: budget === Infinity ? undefined : state.cause,
      levels,
      roomSince: undefined,
      raisedAt: now,
      patience: lasted ? FIRST_PATIENCE : state.patience,
    },
    change: sameLevels(levels, state.levels) ? 'none' : 'raised',
    trial: undefined,
  };
}

function roomOf({ availableBitrate = Infinity, cap }: ReceiverInputs): { room: number; cause: LimitCause } {
  // Congestion control is told the cap, and then never finds more than it.
  return cap <= availableBitrate * 1.05
    ? { room: Math.min(cap, availableBitrate), cause: 'RECEIVE_PROFILE' }
    : { room: availableBitrate, cause: 'BANDWIDTH' };
}

function sameLevels(a: Levels, b: Levels): boolean {
  return a.size === b.size && [...a].every(([trackId, level]) => b.get(trackId) === level);
}
