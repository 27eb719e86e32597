import { createHash } from 'node:crypto';
import type { Metadata } from '@grpc/grpc-js';
import { Injectable } from '@nestjs/common';
import type { AccessClaims, TokenVerifier } from '@videocall/platform-auth-guard';
import { bearerToken } from '@videocall/platform-grpc';
import type { Mutation } from '../application/mutations.js';
import type { Caller } from '../domain/caller.js';

const KINDS = { user: 'USER', guest: 'GUEST', service: 'SERVICE' } as const;

const OPERATOR: Caller = { identityId: 'operator', kind: 'SERVICE', displayName: 'Operator', admin: true };

/** Who acts: always as the verified access token says, never as a message does. */
@Injectable()
export class Callers {
  readonly #verifier: TokenVerifier<AccessClaims>;

  constructor(verifier: TokenVerifier<AccessClaims>) {
    this.#verifier = verifier;
  }

  /** @throws Refusal TOKEN_MISSING, TOKEN_INVALID, TOKEN_EXPIRED */
  async of(metadata: Metadata): Promise<Caller> {
    const { sub, kind, name, admin } = await this.#verifier.verify(bearerToken(metadata));
    return { identityId: sub, kind: KINDS[kind], displayName: name, admin };
  }

  /** Undefined for somebody who is not signed in. */
  async ifAny(metadata: Metadata): Promise<Caller | undefined> {
    return metadata.get('authorization').length === 0 ? undefined : await this.of(metadata);
  }

  /** A mutation by the caller; the same again is known by its request id, and by its content. */
  async mutation(metadata: Metadata, method: string, request: { readonly requestId: string }): Promise<Mutation> {
    return mutationBy(await this.of(metadata), method, request);
  }

  /** One by the operator on the server itself, whom no account stands for. */
  operatorMutation(method: string, request: { readonly requestId: string }): Mutation {
    return mutationBy(OPERATOR, method, request);
  }
}

function mutationBy(caller: Caller, method: string, { requestId, ...body }: { readonly requestId: string }): Mutation {
  const bodyHash = createHash('sha256').update(JSON.stringify(body)).digest();
  return { caller, key: { caller: caller.identityId, method, requestId, bodyHash } };
}
