import { Injectable } from '@nestjs/common';
import type { SigningKey } from '@videocall/platform-auth-guard';

import { type ScheduledKey, signingKey } from '../domain/key-schedule.js';
import { Clock } from './ports/clock.js';

export interface RingKey extends ScheduledKey {
  readonly publicJwk: SigningKey['publicJwk'];
  /** Undefined where its private half could not be opened. */
  readonly key: SigningKey | undefined;
}

/** The keys as last read from the database: those that verify and the one that signs. */
@Injectable()
export class KeyRing {
  #keys: readonly RingKey[] = [];

  constructor(private readonly clock: Clock) {}

  replace(keys: readonly RingKey[]): void {
    this.#keys = keys;
  }

  /** Every key whose tokens may still be good, and the next one ahead of its time. */
  get verifying(): readonly RingKey[] {
    return this.#keys;
  }

  get signing(): SigningKey {
    const key = signingKey(this.#keys, this.clock.now())?.key;
    if (key === undefined) throw new Error('no signing key has been loaded');
    return key;
  }
}
