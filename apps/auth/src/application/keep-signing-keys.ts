import { Injectable, Logger } from '@nestjs/common';
import { generateSigningKey } from '@videocall/platform-auth-guard';

import { keyDue, outlivedKeys } from '../domain/key-schedule.js';
import { KeyRing, type RingKey } from './key-ring.js';
import { type AuthTables, AuthStore, type StoredSigningKey } from './ports/auth-store.js';
import { Clock } from './ports/clock.js';
import { KeyVault } from './ports/key-vault.js';

/**
 * Makes the first key, a successor every 30 days ahead of its use, removes keys nobody needs, and loads the key ring. Run at
 * the start and every minute, by every instance: what one made, the others have long before it signs.
 */
@Injectable()
export class KeepSigningKeys {
  readonly #logger = new Logger(KeepSigningKeys.name);
  /** Ids of keys that could not be opened, told once. */
  readonly #shut = new Set<string>();

  constructor(
    private readonly store: AuthStore,
    private readonly vault: KeyVault,
    private readonly ring: KeyRing,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const stored = await this.store.tables.signingKeys.all();
    this.ring.replace(await this.upToDate(stored.map((key) => this.open(key))));
  }

  private async upToDate(keys: readonly RingKey[]): Promise<readonly RingKey[]> {
    const seen = this.clock.now();
    if (keyDue(keys, seen) === undefined && outlivedKeys(keys, seen).length === 0) return keys;
    return this.store.transaction(async (tables) => {
      await tables.exclusive('signing-keys');
      // Another instance may have done it while this one waited: what it made is active only from a moment after `seen`.
      const now = this.clock.now();
      const current = (await tables.signingKeys.all()).map((key) => this.open(key));
      const outlived = outlivedKeys(current, now).map(({ kid }) => kid);
      if (outlived.length > 0) await tables.signingKeys.remove(outlived);
      const kept = current.filter(({ kid }) => !outlived.includes(kid));
      const due = keyDue(kept, now);
      return due === undefined ? kept : [...kept, await this.create(tables, due.activeFrom, now)];
    });
  }

  private async create(tables: AuthTables, activeFrom: Date, now: Date): Promise<RingKey> {
    const key = await generateSigningKey();
    await tables.signingKeys.insert({
      kid: key.kid,
      activeFrom,
      publicJwk: key.publicJwk,
      sealedPrivateJwk: this.vault.seal(key),
    });
    await tables.audit.append({
      occurredAt: now,
      actorId: '',
      action: 'SIGNING_KEY_CREATED',
      subject: key.kid,
      result: 'SUCCESS',
      ipAddress: '',
    });
    return { kid: key.kid, activeFrom, canSign: true, publicJwk: key.publicJwk, key };
  }

  private open({ kid, activeFrom, publicJwk, sealedPrivateJwk }: StoredSigningKey): RingKey {
    const key = this.vault.open(kid, sealedPrivateJwk);
    if (key === undefined && !this.#shut.has(kid)) {
      this.#shut.add(kid);
      this.#logger.error({
        msg: 'a key cannot be opened with this key-encryption key; it only verifies from now on',
        kid,
      });
    }
    return { kid, activeFrom, canSign: key !== undefined, publicJwk, key };
  }
}
