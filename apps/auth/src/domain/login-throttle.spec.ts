import fc from 'fast-check';

import {
  ACCOUNT_POLICY,
  ADDRESS_POLICY,
  FORGET_AFTER_MS,
  NO_FAILURES,
  type ThrottleState,
  countFailure,
  refund,
  waitMs,
} from './login-throttle.js';

const start = new Date(Date.UTC(2026, 0, 1));
const after = (ms: number) => new Date(start.getTime() + ms);

function fail(times: number, policy = ACCOUNT_POLICY): ThrottleState {
  let state = NO_FAILURES;
  for (let index = 0; index < times; index += 1) state = countFailure(state, policy, start);
  return state;
}

test('the first failures cost nothing, each further one doubles the wait up to the cap', () => {
  expect(waitMs(fail(ACCOUNT_POLICY.free), start)).toBe(0);
  expect([1, 2, 3, 4].map((more) => waitMs(fail(ACCOUNT_POLICY.free + more), start))).toEqual([
    1_000, 2_000, 4_000, 8_000,
  ]);
  expect(waitMs(fail(ACCOUNT_POLICY.free + 60), start)).toBe(ACCOUNT_POLICY.maxDelayMs);
});

test('failures are forgotten after an hour of quiet', () => {
  const state = fail(30);
  expect(countFailure(state, ACCOUNT_POLICY, after(FORGET_AFTER_MS)).failures).toBe(1);
  expect(countFailure(state, ACCOUNT_POLICY, after(FORGET_AFTER_MS - 1)).failures).toBe(31);
});

test('a refunded attempt leaves no trace in the count', () => {
  const counted = countFailure(fail(5), ADDRESS_POLICY, start);
  expect(refund(counted, after(10))).toMatchObject({ failures: 5 });
});

test('no sequence of failures ever waits longer than the cap or less than nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: FORGET_AFTER_MS * 2 }), { maxLength: 80 }), (gaps) => {
      let [now, state] = [start.getTime(), NO_FAILURES];
      for (const gap of gaps) {
        now += gap;
        state = countFailure(state, ADDRESS_POLICY, new Date(now));
        expect(waitMs(state, new Date(now))).toBeLessThanOrEqual(ADDRESS_POLICY.maxDelayMs);
        expect(waitMs(state, new Date(now + ADDRESS_POLICY.maxDelayMs))).toBe(0);
      }
    }),
  );
});
