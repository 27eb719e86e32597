import { createHash, randomBytes } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';

import { newId } from '../domain/ids.js';
import { AuthStore, type AuthTables } from './ports/auth-store.js';
import { Clock } from './ports/clock.js';
import { ServiceSecretFiles } from './ports/service-secret-files.js';
import { SERVICE_ACCOUNTS, type WantedServiceAccount } from './service-account-list.js';

const SECRET_BYTES = 32;
/** A fast hash keeps secrets, so one that can be guessed is not taken. */
const LEAST_SECRET_LENGTH = 32;

/**
 * Gives each service account that the operator names its row and its secret (AUTH-5). The file with the secret counts: a missing
 * one is written, and the account takes what is in it. So every start may do this again, and removing a file changes the secret.
 */
@Injectable()
export class ProvisionServiceAccounts {
  constructor(
    private readonly store: AuthStore,
    private readonly files: ServiceSecretFiles,
    private readonly clock: Clock,
    @Inject(SERVICE_ACCOUNTS) private readonly wanted: readonly WantedServiceAccount[],
  ) {}

  async run(): Promise<void> {
    for (const account of this.wanted) {
      await this.store.transaction(async (tables) => {
        // Instances that start at once take turns; the second finds everything as it should be.
        await tables.exclusive('service-accounts');
        await this.#provision(tables, account);
      });
    }
  }

  async #provision(tables: AuthTables, { clientId, displayName }: WantedServiceAccount): Promise<void> {
    const secret = await this.files.leave(clientId, randomBytes(SECRET_BYTES).toString('base64url'));
    if (secret.length < LEAST_SECRET_LENGTH) {
      throw new Error(`the secret file of "${clientId}" is too short: remove it, and the next start writes a new one`);
    }
    const secretHash = createHash('sha256').update(secret).digest('hex');
    const existing = await tables.serviceAccounts.byClientId(clientId);
    const occurredAt = this.clock.now();
    const audit = { occurredAt, actorId: '', result: 'SUCCESS', ipAddress: '' };
    if (!existing) {
      const id = newId('svc');
      const account = { id, clientId, displayName, secretHash, createdAt: occurredAt, disabledAt: undefined };
      await tables.serviceAccounts.insert(account);
      await tables.audit.append({ ...audit, action: 'SERVICE_ACCOUNT_CREATED', subject: id });
    } else if (existing.secretHash !== secretHash || existing.displayName !== displayName) {
      await tables.serviceAccounts.update(existing.id, { secretHash, displayName });
      if (existing.secretHash !== secretHash) {
        await tables.audit.append({ ...audit, action: 'SERVICE_SECRET_CHANGED', subject: existing.id });
      }
    }
  }
}
