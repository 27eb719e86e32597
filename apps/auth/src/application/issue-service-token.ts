import { createHash, timingSafeEqual } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { Refusal } from '@videocall/errors';

import { AccessTokens } from './ports/access-tokens.js';
import { AuthStore } from './ports/auth-store.js';
import { Clock } from './ports/clock.js';
import { type SignedIn, UNRENEWABLE_TOKEN_SECONDS } from './signed-in.js';

/**
 * Signs a program in by its client id and secret. The secret is 256 random bits, so a fast hash keeps it, and guessing needs no
 * slowing down beyond the gateway's limits.
 */
@Injectable()
export class IssueServiceToken {
  constructor(
    private readonly store: AuthStore,
    private readonly accessTokens: AccessTokens,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal CREDENTIALS_WRONG, also for a disabled account. */
  async run(clientId: string, clientSecret: string): Promise<SignedIn> {
    const { tables } = this.store;
    const account = await tables.serviceAccounts.byClientId(clientId);
    const given = createHash('sha256').update(clientSecret).digest();
    const kept = account === undefined ? Buffer.alloc(given.length) : Buffer.from(account.secretHash, 'hex');
    const right = timingSafeEqual(given, kept);
    const entry = {
      occurredAt: this.clock.now(),
      actorId: account?.id ?? '',
      subject: account?.id ?? '',
      ipAddress: '',
    };
    if (account === undefined || !right || account.disabledAt !== undefined) {
      await tables.audit.append({ ...entry, action: 'SERVICE_TOKEN_REFUSED', result: 'CREDENTIALS_WRONG' });
      throw new Refusal('CREDENTIALS_WRONG');
    }
    await tables.audit.append({ ...entry, action: 'SERVICE_TOKEN_ISSUED', result: 'SUCCESS' });
    const { id, displayName, createdAt } = account;
    const accessToken = await this.accessTokens.issue(
      { identityId: id, kind: 'service', displayName, admin: false, authSessionId: '' },
      UNRENEWABLE_TOKEN_SECONDS,
    );
    return {
      identity: { id, kind: 'service', displayName, email: '', admin: false, createdAt },
      accessToken,
      authSession: undefined,
    };
  }
}
