import { Injectable } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import type { Principal } from '@videocall/platform-auth-guard';

import { liveUser } from './live-user.js';
import { AuthStore } from './ports/auth-store.js';
import { Clock } from './ports/clock.js';
import type { Identity } from './signed-in.js';

/** The caller, as the database knows them; of a guest there is only what the token says. */
@Injectable()
export class GetMe {
  constructor(
    private readonly store: AuthStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal TOKEN_INVALID, USER_NOT_FOUND, USER_DISABLED. */
  async run(caller: Principal & { readonly issuedAt: Date }): Promise<Identity> {
    const { tables } = this.store;
    if (caller.kind === 'user') {
      const { user } = await liveUser(tables, caller, this.clock.now());
      return {
        id: user.id,
        kind: 'user',
        displayName: user.displayName,
        email: user.email,
        admin: user.admin,
        createdAt: user.createdAt,
      };
    }
    if (caller.kind === 'guest') {
      return {
        id: caller.identityId,
        kind: 'guest',
        displayName: caller.displayName,
        email: '',
        admin: false,
        createdAt: caller.issuedAt,
      };
    }
    const account = await tables.serviceAccounts.byId(caller.identityId);
    if (account === undefined) throw new Refusal('USER_NOT_FOUND');
    if (account.disabledAt !== undefined) throw new Refusal('USER_DISABLED');
    return {
      id: account.id,
      kind: 'service',
      displayName: account.displayName,
      email: '',
      admin: false,
      createdAt: account.createdAt,
    };
  }
}
