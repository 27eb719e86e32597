import type { EndpointName, EndpointOf, Replied } from '@videocall/rest-api';
import { isRefused } from './errors.js';
import type { Identity } from './identity.js';
import { type RequestContext, type RequestParts, request } from './rest-client.js';

/** Calls endpoints as whoever is signed in; a token refused as too old is renewed once. */
export class Api {
  readonly #identity: Identity;

  constructor(identity: Identity) {
    this.#identity = identity;
  }

  async call<N extends EndpointName>(
    name: N,
    parts: RequestParts<N>,
    context: Omit<RequestContext, 'accessToken'> = {},
  ): Promise<Replied<EndpointOf<N>>> {
    const idempotencyKey = context.idempotencyKey ?? crypto.randomUUID();
    const accessToken = await this.#identity.accessToken();
    try {
      return await request(name, parts, { accessToken, idempotencyKey });
    } catch (error) {
      if (!isRefused(error, 'TOKEN_EXPIRED', 'TOKEN_INVALID')) throw error;
      return request(name, parts, { accessToken: await this.#identity.accessToken(true), idempotencyKey });
    }
  }
}
