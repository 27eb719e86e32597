import type { Metadata, ServerUnaryCall } from '@grpc/grpc-js';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import { bearerToken } from '@videocall/platform-grpc';
import { AccessTokens, type Caller } from '../adapters/access-tokens.js';
import { RequestRates } from '../adapters/request-rates.js';
import { TrustedProxies } from '../domain/client-address.js';

type Call = Pick<ServerUnaryCall<unknown, unknown>, 'getPeer' | 'metadata'>;

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
    // Nest hands over (request, metadata, call), or only the call where the handler takes the raw stream.
    const call = context.getArgs<unknown[]>().find(isCall);
    if (!call) throw new Refusal('TOKEN_MISSING');
    const caller = await this.#identify(call);
    await this.rates.countIdentity(caller.principal.identityId);
    callers.set(call.metadata, caller);
    return true;
  }

  async #identify(call: Call): Promise<Caller> {
    const { metadata } = call;
    try {
      return await this.accessTokens.verify(bearerToken(metadata));
    } catch (error) {
      await this.rates.countAddress(this.proxies.clientAddress(hostOf(call.getPeer()), forwardedFor(metadata)));
      throw error;
    }
  }
}

function isCall(value: unknown): value is Call {
  return typeof value === 'object' && value !== null && 'getPeer' in value;
}

/** grpc-js names a peer as `host:port`, an IPv6 host in brackets or bare. */
function hostOf(peer: string): string {
  return peer.slice(0, peer.lastIndexOf(':')).replace(/^\[|\]$/g, '');
}

function forwardedFor(metadata: Metadata): string {
  return metadata.get('x-forwarded-for').join(',');
}
