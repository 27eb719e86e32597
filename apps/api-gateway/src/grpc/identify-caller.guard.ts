import type { Metadata, ServerUnaryCall } from '@grpc/grpc-js';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import { bearerToken } from '@videocall/platform-grpc';
import { AccessTokens, type Caller } from '../adapters/access-tokens.js';
import { RequestRates } from '../adapters/request-rates.js';
import { TrustedProxies } from '../domain/client-address.js';

type Call = Pick<ServerUnaryCall<unknown, unknown>, 'getPeer'>;

const callers = new WeakMap<Metadata, Caller>();

/** Who makes a call of the public gRPC API; the guard has let only identified ones through. */
export function callerOf(metadata: Metadata): Caller {
  const caller = callers.get(metadata);
  if (!caller) throw new Refusal('TOKEN_MISSING');
  return caller;
}

/** Verifies the access token in the metadata and counts the call (AUTH-3), as the other edges do. */
@Injectable()
export class IdentifyCallerGuard implements CanActivate {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly rates: RequestRates,
    private readonly proxies: TrustedProxies,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const [, metadata, call] = context.getArgs<[unknown, Metadata, Call]>();
    const caller = await this.#identify(metadata, call);
    await this.rates.countIdentity(caller.principal.identityId);
    callers.set(metadata, caller);
    return true;
  }

  async #identify(metadata: Metadata, call: Call): Promise<Caller> {
    try {
      return await this.accessTokens.verify(bearerToken(metadata));
    } catch (error) {
      await this.rates.countAddress(this.proxies.clientAddress(hostOf(call.getPeer()), forwardedFor(metadata)));
      throw error;
    }
  }
}

/** grpc-js names a peer as `host:port`, an IPv6 host in brackets or bare. */
function hostOf(peer: string): string {
  return peer.slice(0, peer.lastIndexOf(':')).replace(/^\[|\]$/g, '');
}

function forwardedFor(metadata: Metadata): string {
  return metadata.get('x-forwarded-for').join(',');
}
