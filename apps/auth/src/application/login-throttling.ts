import { createHash } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { Refusal } from '@videocall/errors';

import { addressScope } from '../domain/address.js';
import { ACCOUNT_POLICY, ADDRESS_POLICY, countFailure, refund, waitMs } from '../domain/login-throttle.js';
import { type AuthTables, AuthStore } from './ports/auth-store.js';
import { Clock } from './ports/clock.js';

/** Slows down guessing of passwords, per account and per address, whichever instance is asked. */
@Injectable()
export class LoginThrottling {
  constructor(
    private readonly store: AuthStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Counts an attempt before its password is looked at.
   *
   * @throws Refusal LOGIN_SLOWED_DOWN with `retryAfterMs`; such an attempt is not counted.
   */
  async countAttempt(email: string, ipAddress: string): Promise<void> {
    const keys = [accountKey(email), addressKey(ipAddress)];
    const wait = await this.store.transaction(async (tables) => {
      const [account, address] = await tables.loginThrottles.lock(keys);
      const now = this.clock.now();
      const longest = Math.max(...[account, address].map((state) => (state === undefined ? 0 : waitMs(state, now))));
      if (longest > 0) return longest;
      await tables.loginThrottles.save(accountKey(email), countFailure(account, ACCOUNT_POLICY, now));
      await tables.loginThrottles.save(addressKey(ipAddress), countFailure(address, ADDRESS_POLICY, now));
      return 0;
    });
    if (wait > 0) throw new Refusal('LOGIN_SLOWED_DOWN', { retryAfterMs: wait });
  }

  /**
   * Takes a counted attempt back whose password was right: the account starts afresh; the address gets back this one attempt
   * only, or a guesser would clear its count by signing in to an account of their own in between.
   */
  async refundAttempt(tables: AuthTables, email: string, ipAddress: string): Promise<void> {
    const now = this.clock.now();
    const [, address] = await tables.loginThrottles.lock([accountKey(email), addressKey(ipAddress)]);
    await tables.loginThrottles.save(accountKey(email), { failures: 0, lastFailureAt: now, blockedUntil: now });
    if (address !== undefined) await tables.loginThrottles.save(addressKey(ipAddress), refund(address, now));
  }
}

// Hashed, so that this table is no list of addresses people tried.
const accountKey = (email: string) => keyOf('account', email);
const addressKey = (ipAddress: string) => keyOf('address', addressScope(ipAddress));

function keyOf(scope: 'account' | 'address', value: string): string {
  return `${scope}:${createHash('sha256').update(value).digest('hex')}`;
}
