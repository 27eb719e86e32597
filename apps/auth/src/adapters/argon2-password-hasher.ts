import { randomBytes } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { type Options, hash, verify } from '@node-rs/argon2';

import { PasswordHasher } from '../application/ports/password-hasher.js';

/** OWASP's first recommendation for Argon2id: 19 MiB, two passes, one lane. The library's default algorithm is Argon2id. */
const ARGON2ID: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

@Injectable()
export class Argon2PasswordHasher extends PasswordHasher {
  /** Of a password nobody has: what is compared with where there is no account, so that it costs the same time. */
  readonly #decoy = hash(randomBytes(32), ARGON2ID);

  hash(password: string): Promise<string> {
    return hash(password, ARGON2ID);
  }

  async verify(passwordHash: string | undefined, password: string): Promise<boolean> {
    const right = await verify(passwordHash ?? (await this.#decoy), password);
    return right && passwordHash !== undefined;
  }
}
