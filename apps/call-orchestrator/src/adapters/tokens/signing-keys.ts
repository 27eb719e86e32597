import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import {
  createTokenSigner,
  generateSigningKey,
  publicKeySet,
  SigningKey,
  type TokenSigner,
} from '@videocall/platform-auth-guard';
import { Prisma, PrismaClient } from '@videocall/platform-database';
import type { JSONWebKeySet } from 'jose';
import { KeyEncryption } from './key-encryption.js';

export const ISSUER = 'videocall-orchestrator';

const SIGNS_FOR_DAYS = 30;
/** The longest-lived token, a resume token, is good for a day. */
const VERIFIES_AFTER_DAYS = 2;
const LOOK_EVERY_MS = 60 * 60_000;

/** The service's own signing keys, kept encrypted in its database, so that all its processes sign and verify alike. */
@Injectable()
export class SigningKeys implements OnApplicationShutdown {
  readonly #client: PrismaClient;
  readonly #encryption: KeyEncryption;
  readonly #logger = new Logger(SigningKeys.name);
  #publicKeys: Pick<SigningKey, 'kid' | 'publicJwk'>[] = [];
  #signer: TokenSigner | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(client: PrismaClient, encryption: KeyEncryption) {
    this.#client = client;
    this.#encryption = encryption;
  }

  /** Reads the keys, makes one where none is young enough to sign, and goes on doing so. */
  async start(): Promise<void> {
    await this.load();
    this.#timer = setInterval(() => {
      this.load().catch((error: unknown) => this.#logger.error({ err: error, msg: 'signing keys could not be read' }));
    }, LOOK_EVERY_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  get signer(): TokenSigner {
    if (!this.#signer) throw new Error('no signing key has been loaded');
    return this.#signer;
  }

  /** What others verify this service's tokens with (RFC 7517). */
  get publicKeySet(): JSONWebKeySet {
    return publicKeySet(this.#publicKeys);
  }

  async load(): Promise<void> {
    const { rows, sealed } = await this.#client.$transaction((client) => this.#upToDate(client));
    this.#signer = await createTokenSigner(ISSUER, await this.#encryption.open(sealed));
    this.#publicKeys = rows.map(({ kid, publicJwk }) => ({
      kid,
      publicJwk: SigningKey.shape.publicJwk.parse(publicJwk),
    }));
  }

  async #upToDate(client: Prisma.TransactionClient) {
    // Two processes that start at once make one key.
    await client.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('videocall.call.signing-keys', 0))`;
    await client.$executeRaw`
      DELETE FROM call.signing_keys WHERE retires_at < clock_timestamp() - make_interval(days => ${VERIFIES_AFTER_DAYS})`;
    const rows = await client.callSigningKey.findMany({ orderBy: { createdAt: 'desc' } });
    const newest = rows.find(({ retiresAt }) => retiresAt.getTime() > Date.now());
    if (newest) return { rows, sealed: newest.sealed };
    const key = await generateSigningKey();
    const sealed = await this.#encryption.seal(key);
    const retiresAt = new Date(Date.now() + SIGNS_FOR_DAYS * 24 * 60 * 60_000);
    const made = await client.callSigningKey.create({
      data: { kid: key.kid, publicJwk: key.publicJwk, sealed, retiresAt },
    });
    return { rows: [made, ...rows], sealed };
  }
}
