import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Metadata } from '@grpc/grpc-js';
import {
  createTokenSigner,
  generateSigningKey,
  publicKeySet,
  type AccessClaims,
  type TokenSigner,
} from '@videocall/platform-auth-guard';

/** Signs people in, as auth does. */
export class Identities {
  readonly #server: Server;
  readonly #signer: TokenSigner;
  #next = 1;

  private constructor(server: Server, signer: TokenSigner) {
    this.#server = server;
    this.#signer = signer;
  }

  static async start(): Promise<Identities> {
    const key = await generateSigningKey();
    const server = createServer((_request, response) => response.end(JSON.stringify(publicKeySet([key]))));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new Identities(server, await createTokenSigner('videocall-auth', key));
  }

  get jwksUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/.well-known/jwks.json`;
  }

  /** Somebody new, as their calls' metadata. */
  async somebody(claims: Partial<AccessClaims> = {}): Promise<Somebody> {
    const kind = claims.kind ?? 'user';
    const sub = claims.sub ?? `${kind}_${this.#next++}`;
    const all = { sub, kind, name: claims.name ?? `Person ${sub}`, admin: claims.admin ?? false, sid: 'sess_1' };
    const { token } = await this.#signer.sign({ typ: 'at+jwt', claims: all, expiresInSeconds: 900 });
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    return { id: sub, as: { metadata } };
  }

  stop(): void {
    this.#server.close();
  }
}

export interface Somebody {
  /** Identity id. */
  readonly id: string;
  /** Options of a call made by them. */
  readonly as: { readonly metadata: Metadata };
}
