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

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** A key gets a successor after so long. */
const SUCCESSOR_AFTER_MS = 30 * DAY_MS;
/** All processes look at the keys so often, … */
const LOOK_EVERY_MS = HOUR_MS;
/** … so a new key is published by all of them before the first one signs with it. */
const PUBLISHED_AHEAD_MS = 2 * HOUR_MS;
/** A key is kept for as long as any token signed with it lives; the longest, a resume token, is good for a day. */
const KEPT_MS = SUCCESSOR_AFTER_MS + PUBLISHED_AHEAD_MS + 2 * DAY_MS;

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

  /** Reads the keys, makes one where there is none or the newest is old, and goes on doing so. */
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
    await client.callSigningKey.deleteMany({ where: { retiresAt: { lt: new Date() } } });
    const rows = await client.callSigningKey.findMany({ orderBy: { createdAt: 'desc' } });
    const [newest] = rows;
    if (!newest || age(newest) > SUCCESSOR_AFTER_MS) rows.unshift(await this.#make(client));
    const signing = rows.find((row) => age(row) > PUBLISHED_AHEAD_MS) ?? rows.at(-1);
    if (!signing) throw new Error('there is no signing key');
    return { rows, sealed: signing.sealed };
  }

  async #make(client: Prisma.TransactionClient) {
    const key = await generateSigningKey();
    return await client.callSigningKey.create({
      data: {
        kid: key.kid,
        publicJwk: key.publicJwk,
        sealed: await this.#encryption.seal(key),
        retiresAt: new Date(Date.now() + KEPT_MS),
      },
    });
  }
}

function age({ createdAt }: { readonly createdAt: Date }): number {
  return Date.now() - createdAt.getTime();
}
