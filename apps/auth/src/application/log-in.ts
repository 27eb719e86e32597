import { Injectable } from '@nestjs/common';
import { Refusal } from '@videocall/errors';

import type { ClientDevice } from '../domain/auth-session.js';
import { maskEmail } from '../domain/email.js';
import { LoginThrottling } from './login-throttling.js';
import { AuthStore } from './ports/auth-store.js';
import { Clock } from './ports/clock.js';
import { PasswordHasher } from './ports/password-hasher.js';
import { SignInReply, openAuthSession } from './sign-in.js';
import type { SignedIn } from './signed-in.js';

export interface LogInCommand {
  /** Normalised. */
  readonly email: string;
  /** Normalised. */
  readonly password: string;
  readonly device: ClientDevice;
}

/**
 * Signs a user in. An account that does not exist costs the same work as a wrong password, so that neither the answer nor its
 * time tells who has an account here.
 */
@Injectable()
export class LogIn {
  constructor(
    private readonly store: AuthStore,
    private readonly hasher: PasswordHasher,
    private readonly throttling: LoginThrottling,
    private readonly clock: Clock,
    private readonly reply: SignInReply,
  ) {}

  /** @throws Refusal CREDENTIALS_WRONG, LOGIN_SLOWED_DOWN, USER_DISABLED. */
  async run({ email, password, device }: LogInCommand): Promise<SignedIn> {
    await this.throttling.countAttempt(email, device.ipAddress);
    const user = await this.store.tables.users.byEmail(email);
    const right = await this.hasher.verify(user?.passwordHash, password);
    const now = this.clock.now();
    const entry = { occurredAt: now, ipAddress: device.ipAddress };

    if (user === undefined || !right) {
      await this.store.tables.audit.append({
        ...entry,
        actorId: '',
        action: 'LOGIN_FAILED',
        subject: maskEmail(email),
        result: 'CREDENTIALS_WRONG',
      });
      throw new Refusal('CREDENTIALS_WRONG');
    }
    if (user.disabledAt !== undefined) {
      await this.store.tables.audit.append({
        ...entry,
        actorId: user.id,
        action: 'LOGIN_FAILED',
        subject: user.id,
        result: 'USER_DISABLED',
      });
      throw new Refusal('USER_DISABLED');
    }
    const opened = await this.store.transaction(async (tables) => {
      await this.throttling.refundAttempt(tables, email, device.ipAddress);
      const session = await openAuthSession(tables, user.id, device, now);
      await tables.audit.append({
        ...entry,
        actorId: user.id,
        action: 'LOGIN_SUCCEEDED',
        subject: session.session.id,
        result: 'SUCCESS',
      });
      return session;
    });
    return this.reply.of(user, opened);
  }
}
