import fc from 'fast-check';

import {
  KEY_LIFETIME_MS,
  LONGEST_TOKEN_MS,
  PUBLISH_AHEAD_MS,
  type ScheduledKey,
  keyDue,
  outlivedKeys,
  signingKey,
} from './key-schedule.js';

const start = Date.UTC(2026, 0, 1);
const at = (ms: number) => new Date(start + ms);
const key = (kid: string, activeFromMs: number, canSign = true): ScheduledKey => ({
  kid,
  activeFrom: at(activeFromMs),
  canSign,
});

test('the very first key signs at once', () => {
  expect(keyDue([], at(0))).toEqual({ activeFrom: at(0) });
});

test('a successor is published an hour before it signs, and only once', () => {
  const first = key('key_a', 0);
  expect(keyDue([first], at(KEY_LIFETIME_MS - PUBLISH_AHEAD_MS - 1))).toBeUndefined();
  expect(keyDue([first], at(KEY_LIFETIME_MS - PUBLISH_AHEAD_MS))).toEqual({ activeFrom: at(KEY_LIFETIME_MS) });
  const both = [first, key('key_b', KEY_LIFETIME_MS)];
  expect(keyDue(both, at(KEY_LIFETIME_MS - PUBLISH_AHEAD_MS))).toBeUndefined();
  expect(signingKey(both, at(KEY_LIFETIME_MS - 1))?.kid).toBe('key_a');
  expect(signingKey(both, at(KEY_LIFETIME_MS))?.kid).toBe('key_b');
});

test('a service that slept through the rotation still publishes before it signs', () => {
  const now = KEY_LIFETIME_MS * 3;
  expect(keyDue([key('key_a', 0)], at(now))).toEqual({ activeFrom: at(now + PUBLISH_AHEAD_MS) });
});

test('a key whose private half cannot be opened is replaced at once and goes on verifying', () => {
  const shut = key('key_a', 0, false);
  expect(keyDue([shut], at(1_000))).toEqual({ activeFrom: at(1_000) });
  const keys = [shut, key('key_b', 1_000)];
  expect(signingKey(keys, at(1_000))?.kid).toBe('key_b');
  expect(outlivedKeys(keys, at(1_000 + LONGEST_TOKEN_MS))).toEqual([]);
  expect(outlivedKeys(keys, at(1_001 + LONGEST_TOKEN_MS))).toEqual([shut]);
});

test('whenever the keys are kept, every token verifies until it expires and every signing key was published in time', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1_000, max: 40 * 86_400_000 }), { minLength: 1, maxLength: 60 }),
      (pauses) => {
        let [keys, now]: [(ScheduledKey & { madeAt: number })[], number] = [[], start];
        const tokens: { kid: string; expires: number }[] = [];
        for (const [index, pause] of pauses.entries()) {
          const due = keyDue(keys, new Date(now));
          if (due) keys.push({ kid: `key_${index}`, canSign: true, madeAt: now, ...due });
          const gone = new Set(outlivedKeys(keys, new Date(now)).map(({ kid }) => kid));
          keys = keys.filter(({ kid }) => !gone.has(kid));
          const signer = signingKey(keys, new Date(now));
          expect(signer).toBeDefined();
          if (signer === undefined) return;
          expect(signer.madeAt === start || signer.activeFrom.getTime() - signer.madeAt >= PUBLISH_AHEAD_MS).toBe(true);
          tokens.push({ kid: signer.kid, expires: now + 12 * 3_600_000 });
          const live = tokens.filter(({ expires }) => expires > now);
          expect(live.every(({ kid }) => keys.some((candidate) => candidate.kid === kid))).toBe(true);
          now += pause;
        }
      },
    ),
  );
});
