import { Injectable } from '@nestjs/common';

import { idOfSecret, newId } from '../domain/ids.js';
import { AccessTokens } from './ports/access-tokens.js';
import { AuthStore } from './ports/auth-store.js';
import { Clock } from './ports/clock.js';
import { type SignedIn, UNRENEWABLE_TOKEN_SECONDS } from './signed-in.js';

/**
 * A guest's identity: nothing but a token, good for twelve hours. Nothing is kept of a guest but that there was one; the name
 * is in the token.
 */
@Injectable()
export class CreateGuest {
  constructor(
    private readonly store: AuthStore,
    private readonly accessTokens: AccessTokens,
    private readonly clock: Clock,
  ) {}

  /** @param browserSecret the same one gives the same identity, since a host removes identities; empty: a new one */
  async run(displayName: string, browserSecret: string): Promise<SignedIn> {
    const id = browserSecret === '' ? newId('guest') : idOfSecret('guest', browserSecret);
    const now = this.clock.now();
    await this.store.tables.audit.append({
      occurredAt: now,
      actorId: id,
      action: 'GUEST_CREATED',
      subject: id,
      result: 'SUCCESS',
      ipAddress: '',
    });
    const accessToken = await this.accessTokens.issue(
      { identityId: id, kind: 'guest', displayName, admin: false, authSessionId: '' },
      UNRENEWABLE_TOKEN_SECONDS,
    );
    return {
      identity: { id, kind: 'guest', displayName, email: '', admin: false, createdAt: now },
      accessToken,
      authSession: undefined,
    };
  }
}
