import { Injectable } from '@nestjs/common';

import { FORGET_AFTER_MS } from '../domain/login-throttle.js';
import { REUSE_GRACE_MS } from '../domain/refresh-token.js';
import { AuthStore } from './ports/auth-store.js';
import { Clock } from './ports/clock.js';

const DAY_MS = 86_400_000;
/** An ended family is kept this long, so that a late reuse of its tokens is still told apart from nonsense. */
const KEEP_ENDED_MS = 7 * DAY_MS;
/** How long a repeated request gives the first result. */
const KEEP_REQUESTS_MS = DAY_MS;

/** Removes what has served its time. The audit log is not touched: this service may not. */
@Injectable()
export class PurgeOutlivedRows {
  constructor(
    private readonly store: AuthStore,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const { tables } = this.store;
    const ago = (ms: number) => new Date(this.clock.now().getTime() - ms);
    await tables.refreshTokens.dropSealsUsedBefore(ago(REUSE_GRACE_MS));
    await tables.authSessions.purgeEndedBefore(ago(KEEP_ENDED_MS));
    await tables.registerRequests.purgeCreatedBefore(ago(KEEP_REQUESTS_MS));
    await tables.loginThrottles.purgeQuietSince(ago(FORGET_AFTER_MS));
  }
}
