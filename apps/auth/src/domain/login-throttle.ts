/** How failed logins slow the next one down, for one account or one address. */
export interface ThrottlePolicy {
  /** Failures without any consequence. */
  readonly free: number;
  /** The wait after the first failure that has one; doubles with each further. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

/** Failures are forgotten this long after the last. */
export const FORGET_AFTER_MS = 60 * 60_000;

/**
 * An account waits a minute at most: a stranger who keeps failing on purpose must not be able to lock its owner out for long,
 * and 1,440 guesses a day come to nothing against passwords that passed the rules.
 */
export const ACCOUNT_POLICY: ThrottlePolicy = { free: 8, firstDelayMs: 1_000, maxDelayMs: 60_000 };

/** Many people may share an address, so it is given more; somebody who tries many accounts from it waits longer. */
export const ADDRESS_POLICY: ThrottlePolicy = { free: 40, firstDelayMs: 1_000, maxDelayMs: 15 * 60_000 };

export interface ThrottleState {
  readonly failures: number;
  readonly lastFailureAt: Date;
  readonly blockedUntil: Date;
}

export const NO_FAILURES: ThrottleState = { failures: 0, lastFailureAt: new Date(0), blockedUntil: new Date(0) };

/** Milliseconds until another attempt is let through; 0: now. */
export function waitMs(state: ThrottleState, now: Date): number {
  return Math.max(0, state.blockedUntil.getTime() - now.getTime());
}

/**
 * Counts an attempt as failed. Attempts are counted before the password is looked at and refunded when it was right, so that
 * guesses sent all at once do not slip past the counter together.
 */
export function countFailure(state: ThrottleState, policy: ThrottlePolicy, now: Date): ThrottleState {
  const remembered = now.getTime() - state.lastFailureAt.getTime() < FORGET_AFTER_MS ? state.failures : 0;
  const failures = remembered + 1;
  const excess = failures - policy.free;
  // 2^20 s is far past any cap; more would only overflow.
  const delay = excess <= 0 ? 0 : Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** Math.min(excess - 1, 20));
  return { failures, lastFailureAt: now, blockedUntil: new Date(now.getTime() + delay) };
}

/** Takes one counted attempt back, because it was none. */
export function refund(state: ThrottleState, now: Date): ThrottleState {
  return { failures: Math.max(0, state.failures - 1), lastFailureAt: state.lastFailureAt, blockedUntil: now };
}
