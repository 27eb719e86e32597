import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '@videocall/errors';

import { type ClientDevice, isLive } from '../domain/auth-session.js';
import { newId } from '../domain/ids.js';
import { passwordWeakness } from '../domain/password-rules.js';
import type { User } from '../domain/user.js';
import { type AuthTables, AuthStore } from './ports/auth-store.js';
import { Clock } from './ports/clock.js';
import { PasswordHasher } from './ports/password-hasher.js';
import { REGISTRATION_OPEN } from './registration-open.js';
import { type OpenedAuthSession, SignInReply, addRefreshToken, openAuthSession } from './sign-in.js';
import type { SignedIn } from './signed-in.js';

export interface RegisterCommand {
  readonly requestId: string;
  /** Normalised. */
  readonly email: string;
  /** Normalised. */
  readonly password: string;
  readonly displayName: string;
  readonly device: ClientDevice;
}

/** Creates a user and signs them in. Idempotent by request id for a day: a repetition signs in to the same AuthSession. */
@Injectable()
export class Register {
  constructor(
    private readonly store: AuthStore,
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
    private readonly reply: SignInReply,
    @Inject(REGISTRATION_OPEN) private readonly registrationOpen: boolean,
  ) {}

  /** @throws Refusal REGISTRATION_CLOSED, PASSWORD_TOO_WEAK, EMAIL_TAKEN, REQUEST_ID_REUSED. */
  async run(command: RegisterCommand): Promise<SignedIn> {
    if (!this.registrationOpen) throw new Refusal('REGISTRATION_CLOSED');
    const weakness = passwordWeakness(command.password, command);
    if (weakness !== undefined) throw new Refusal('PASSWORD_TOO_WEAK', { details: { weakness } });
    const { registerRequests, users } = this.store.tables;
    const seen = (await registerRequests.byId(command.requestId)) ?? (await users.byEmail(command.email));
    if (seen !== undefined) return this.repeat(command);

    const now = this.clock.now();
    const user: User = {
      id: newId('user'),
      email: command.email,
      displayName: command.displayName,
      passwordHash: await this.hasher.hash(command.password),
      admin: false,
      createdAt: now,
      disabledAt: undefined,
    };
    const opened = await this.store.transaction((tables) => this.create(tables, user, command));
    return opened === 'taken' ? this.repeat(command) : this.reply.of(user, opened);
  }

  private async create(tables: AuthTables, user: User, command: RegisterCommand): Promise<OpenedAuthSession | 'taken'> {
    const now = user.createdAt;
    if (!(await tables.users.insert(user))) return 'taken';
    await tables.audit.append({
      occurredAt: now,
      actorId: user.id,
      action: 'USER_REGISTERED',
      subject: user.id,
      result: 'SUCCESS',
      ipAddress: command.device.ipAddress,
    });
    await tables.events.append({
      occurredAt: now,
      identityId: user.id,
      fact: { $case: 'userRegistered', value: { displayName: user.displayName } },
    });
    const opened = await openAuthSession(tables, user.id, command.device, now);
    const request = { requestId: command.requestId, userId: user.id, authSessionId: opened.session.id, createdAt: now };
    if (!(await tables.registerRequests.insert(request))) throw new Refusal('REQUEST_ID_REUSED');
    return opened;
  }

  /** The same request once more, its first reply lost or still to come; whoever repeats it proves it with the password. */
  private async repeat(command: RegisterCommand): Promise<SignedIn> {
    const first = await this.store.tables.registerRequests.byId(command.requestId);
    if (first === undefined) throw new Refusal('EMAIL_TAKEN');
    const user = await this.store.tables.users.byId(first.userId);
    const same = user?.email === command.email && user.displayName === command.displayName;
    if (!(await this.hasher.verify(user?.passwordHash, command.password)) || user === undefined || !same) {
      throw new Refusal('REQUEST_ID_REUSED');
    }
    const now = this.clock.now();
    const opened = await this.store.transaction(async (tables) => {
      const session = await tables.authSessions.lock(first.authSessionId);
      if (session === undefined || !isLive(session, now)) return openAuthSession(tables, user.id, command.device, now);
      return { session, refreshToken: await addRefreshToken(tables, session.id, now) };
    });
    return this.reply.of(user, opened);
  }
}
