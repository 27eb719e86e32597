import { createHash } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { Refusal } from '@videocall/errors';

import { addressScope } from '../domain/address.js';
import { ACCOUNT_POLICY, ADDRESS_POLICY, NO_FAILURES, countFailure, refund, waitMs } from '../domain/login-throttle.js';
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
    const wait = await this.store.transaction(async (tables) => {
      const { account, address } = await lockBoth(tables, email, ipAddress);
      const now = this.clock.now();
      const longest = Math.max(waitMs(account.state, now), waitMs(address.state, now));
      if (longest > 0) return longest;
      await tables.loginThrottles.save(account.key, countFailure(account.state, ACCOUNT_POLICY, now));
      await tables.loginThrottles.save(address.key, countFailure(address.state, ADDRESS_POLICY, now));
      return 0;
    });
    if (wait > 0) throw new Refusal('LOGIN_SLOWED_DOWN', { retryAfterMs: wait });
  }

  /**
   * Takes a counted attempt back whose password was right: the account starts afresh; the address gets back this one attempt
   * only, or a guesser would clear its count by signing in to an account of their own in between.
   */
  async refundAttempt(tables: AuthTables, email: string, ipAddress: string): Promise<void> {
    const { account, address } = await lockBoth(tables, email, ipAddress);
    await tables.loginThrottles.save(account.key, NO_FAILURES);
    await tables.loginThrottles.save(address.key, refund(address.state, this.clock.now()));
  }
}

async function lockBoth(tables: AuthTables, email: string, ipAddress: string) {
  const keys = { account: keyOf('account', email), address: keyOf('address', addressScope(ipAddress)) };
  const states = await tables.loginThrottles.lock(Object.values(keys));
  const entry = (key: string) => ({ key, state: states.get(key) ?? NO_FAILURES });
  return { account: entry(keys.account), address: entry(keys.address) };
}

/** Hashed, so that the table is no list of the addresses people tried. */
function keyOf(scope: 'account' | 'address', value: string): string {
  return `${scope}:${createHash('sha256').update(value).digest('hex')}`;
}
