import { Inject, Injectable } from '@nestjs/common';

import { newId } from '../domain/ids.js';
import { generatePassword, normalisePassword } from '../domain/password-rules.js';
import { ADMIN_EMAIL } from './admin-email.js';
import { AdminPasswordFile } from './ports/admin-password-file.js';
import { AuthStore } from './ports/auth-store.js';
import { Clock } from './ports/clock.js';
import { PasswordHasher } from './ports/password-hasher.js';

/** At the first start, makes the administrator's account with a password of chance. Later starts find it and do nothing. */
@Injectable()
export class EnsureAdmin {
  constructor(
    private readonly store: AuthStore,
    private readonly hasher: PasswordHasher,
    private readonly passwordFile: AdminPasswordFile,
    private readonly clock: Clock,
    @Inject(ADMIN_EMAIL) private readonly email: string,
  ) {}

  async run(): Promise<void> {
    await this.store.transaction(async (tables) => {
      // Two instances may start at once; the second finds the account.
      await tables.exclusive('first-start');
      if (await tables.users.adminExists()) return;
      // The file comes first: an account whose password nobody has would be worse than a password without an account.
      const password = await this.passwordFile.leave(generatePassword());
      const passwordHash = await this.hasher.hash(normalisePassword(password));
      const createdAt = this.clock.now();
      const user = {
        id: newId('user'),
        email: this.email,
        displayName: 'Administrator',
        passwordHash,
        admin: true,
        createdAt,
        disabledAt: undefined,
      };
      if (!(await tables.users.insert(user))) {
        throw new Error('ADMIN_EMAIL belongs to an account that is no administrator: set another address');
      }
      await tables.audit.append({
        occurredAt: createdAt,
        actorId: '',
        action: 'ADMIN_CREATED',
        subject: user.id,
        result: 'SUCCESS',
        ipAddress: '',
      });
    });
  }
}
