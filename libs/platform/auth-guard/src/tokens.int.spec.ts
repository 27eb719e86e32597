import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refusal } from '@videocall/errors';
import { freePort } from '@videocall/testing';
import { decodeProtectedHeader, SignJWT } from 'jose';
import { AccessClaims, PeerTicketClaims, principalOf } from './claims.js';
import { generateSigningKey, publicKeySet, SigningKey } from './signing-key.js';
import { createTokenSigner } from './token-signer.js';
import { createTokenVerifier, type TokenVerifierOptions } from './token-verifier.js';

const ISSUER = 'videocall-auth';
const claims = { sub: 'user_1', kind: 'user', name: 'Ada', admin: false, sid: 'ses_1' } as const;

/** The issuer's key endpoint, which counts how often it is asked. */
class KeyServer {
  keys: SigningKey[] = [];
  asked = 0;
  #server: Server | undefined;

  async start(port = 0): Promise<string> {
    this.#server = createServer((_request, response) => {
      this.asked += 1;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(publicKeySet(this.keys)));
    }).listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/.well-known/jwks.json`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    this.#server?.close();
    this.#server = undefined;
  }
}

const keyServer = new KeyServer();
let jwksUrl: string;
let key: SigningKey;

const verifier = (options: Partial<TokenVerifierOptions<typeof AccessClaims>> = {}) =>
  createTokenVerifier({ jwksUrl, issuer: ISSUER, typ: 'at+jwt', schema: AccessClaims, ...options });
const tokenWith = async (
  options: { issuer?: string; typ?: string; claims?: object; expiresInSeconds?: number; key?: SigningKey } = {},
) => {
  const signer = await createTokenSigner(options.issuer ?? ISSUER, options.key ?? key);
  const { token } = await signer.sign({
    typ: options.typ ?? 'at+jwt',
    claims: { ...claims, ...options.claims },
    expiresInSeconds: options.expiresInSeconds ?? 900,
  });
  return token;
};
const reasonOf = (verification: Promise<unknown>) =>
  verification.then(
    () => 'verified',
    (error: unknown) => (error instanceof Refusal ? error.reason : error),
  );

beforeAll(async () => {
  key = await generateSigningKey();
  keyServer.keys = [key];
  jwksUrl = await keyServer.start();
});
afterAll(() => keyServer.stop());

describe('a verified token', () => {
  it('gives its claims, typed, and the principal they describe', async () => {
    const verified = await verifier().verify(await tokenWith());
    expect(verified).toEqual({ ...claims, exp: expect.any(Number), iat: expect.any(Number) });
    expect(verified.exp - verified.iat).toBe(900);
    expect(principalOf(verified)).toEqual({
      identityId: 'user_1',
      kind: 'user',
      displayName: 'Ada',
      admin: false,
      authSessionId: 'ses_1',
    });
  });

  it('needs the network only once', async () => {
    const { verify } = verifier();
    const before = keyServer.asked;
    await verify(await tokenWith());
    await verify(await tokenWith());
    expect(keyServer.asked).toBe(before + 1);
  });

  it('tells when it ends as its signer said', async () => {
    const signer = await createTokenSigner(ISSUER, key);
    const { token, expiresAt } = await signer.sign({ typ: 'at+jwt', claims, expiresInSeconds: 60 });
    expect((await verifier().verify(token)).exp * 1000).toBe(expiresAt.getTime());
  });
});

describe('a token is refused', () => {
  it('when it has expired, beyond what clocks may differ', async () => {
    expect(await reasonOf(verifier().verify(await tokenWith({ expiresInSeconds: -6 })))).toBe('TOKEN_EXPIRED');
    expect(await reasonOf(verifier().verify(await tokenWith({ expiresInSeconds: -2 })))).toBe('verified');
  });

  it('when it is of another type or issuer', async () => {
    expect(await reasonOf(verifier().verify(await tokenWith({ typ: 'peer+jwt' })))).toBe('TOKEN_INVALID');
    expect(await reasonOf(verifier().verify(await tokenWith({ issuer: 'videocall-orchestrator' })))).toBe(
      'TOKEN_INVALID',
    );
  });

  it('when its claims are not those of its type', async () => {
    expect(await reasonOf(verifier().verify(await tokenWith({ claims: { kind: 'root' } })))).toBe('TOKEN_INVALID');
  });

  it('when another key signed it, even one that claims the same id', async () => {
    const stranger = await generateSigningKey();
    expect(await reasonOf(verifier().verify(await tokenWith({ key: stranger })))).toBe('TOKEN_INVALID');
    expect(await reasonOf(verifier().verify(await tokenWith({ key: { ...stranger, kid: key.kid } })))).toBe(
      'TOKEN_INVALID',
    );
  });

  it('when it was changed, or is no token at all', async () => {
    const [header, , signature] = (await tokenWith()).split('.');
    const changed = [
      header,
      Buffer.from(JSON.stringify({ ...claims, admin: true })).toString('base64url'),
      signature,
    ].join('.');
    for (const token of [changed, '', 'a.b.c', '🙈'.repeat(100)]) {
      expect(await reasonOf(verifier().verify(token))).toBe('TOKEN_INVALID');
    }
  });

  it('when it is signed with the public key as a shared secret, or not at all', async () => {
    const secret = new TextEncoder().encode(JSON.stringify(key.publicJwk));
    const header = { alg: 'HS256', typ: 'at+jwt', kid: key.kid };
    const forged = await new SignJWT(claims)
      .setProtectedHeader(header)
      .setIssuer(ISSUER)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(secret);
    const unsigned = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${forged.split('.')[1]}.`;
    expect(await reasonOf(verifier().verify(forged))).toBe('TOKEN_INVALID');
    expect(await reasonOf(verifier().verify(unsigned))).toBe('TOKEN_INVALID');
  });

  it('with the reasons that the caller names', async () => {
    const reasons = { invalid: 'GRANT_INVALID', expired: 'GRANT_EXPIRED' } as const;
    expect(await reasonOf(verifier({ reasons }).verify('nonsense'))).toBe('GRANT_INVALID');
    expect(await reasonOf(verifier({ reasons }).verify(await tokenWith({ expiresInSeconds: -60 })))).toBe(
      'GRANT_EXPIRED',
    );
  });
});

describe('while the issuer is down', () => {
  it('tokens go on being verified with the keys known', async () => {
    const issuer = new KeyServer();
    issuer.keys = [key];
    const { verify } = verifier({ jwksUrl: await issuer.start() });
    await verify(await tokenWith());
    await issuer.stop();
    expect(await reasonOf(verify(await tokenWith()))).toBe('verified');
  });

  it('a verifier that never had keys says that the service is not available, until the issuer is back', async () => {
    const port = await freePort();
    const { verify } = verifier({ jwksUrl: `http://127.0.0.1:${port}/.well-known/jwks.json` });
    expect(await reasonOf(verify(await tokenWith()))).toBe('SERVICE_UNAVAILABLE');
    const issuer = new KeyServer();
    issuer.keys = [key];
    await issuer.start(port);
    expect(await reasonOf(verify(await tokenWith()))).toBe('verified');
    await issuer.stop();
  });
});

describe('a signing key', () => {
  it('is published without its private part', async () => {
    const published = publicKeySet([key]);
    expect(published.keys).toEqual([
      { kty: 'EC', crv: 'P-256', x: key.publicJwk.x, y: key.publicJwk.y, kid: key.kid, alg: 'ES256', use: 'sig' },
    ]);
    expect(JSON.stringify(published)).not.toContain(key.privateJwk.d);
  });

  it('survives storage as JSON', async () => {
    const stored = SigningKey.parse(JSON.parse(JSON.stringify(key)));
    const token = await tokenWith({ key: stored });
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: key.kid });
    expect(await reasonOf(verifier().verify(token))).toBe('verified');
  });

  it('signs peer tickets too', async () => {
    const ticket = {
      sub: 'user_1',
      call: 'call_1',
      participant: 'part_1',
      peer: 'peer_1',
      node: 'node-1',
      boot: 'boot_1',
    };
    const signer = await createTokenSigner('videocall-orchestrator', key);
    const { token } = await signer.sign({ typ: 'peer+jwt', claims: ticket, expiresInSeconds: 3_600 });
    const tickets = createTokenVerifier({
      jwksUrl,
      issuer: 'videocall-orchestrator',
      typ: 'peer+jwt',
      schema: PeerTicketClaims,
    });
    expect(await tickets.verify(token)).toMatchObject(ticket);
  });
});
