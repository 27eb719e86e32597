import {
  ENDPOINTS,
  ErrorReply,
  type EndpointName,
  type EndpointOf,
  type Replied,
  type Sent,
  endpointUrl,
} from '@videocall/rest-api';
import { ApiRefusal, Unreachable } from './errors.js';

/** Milliseconds after which a request counts as unanswered. */
const DEADLINE = 15_000;

type Part<N extends EndpointName, S extends 'params' | 'query' | 'body'> =
  Sent<EndpointOf<N>, S> extends undefined
    ? { readonly [K in S]?: undefined }
    : { readonly [K in S]: Sent<EndpointOf<N>, S> };

/** What a call of an endpoint carries. */
export type RequestParts<N extends EndpointName> = Part<N, 'params'> & Part<N, 'query'> & Part<N, 'body'>;

export interface RequestContext {
  readonly accessToken?: string | undefined;
  /** The same key again gives the first result: a retry after a lost reply does nothing twice. */
  readonly idempotencyKey?: string;
}

/**
 * Calls one REST endpoint of the same origin.
 *
 * @throws ApiRefusal when the server says no; Unreachable when nothing answers within 15 s
 */
export async function request<N extends EndpointName>(
  name: N,
  parts: RequestParts<N>,
  { accessToken, idempotencyKey }: RequestContext = {},
): Promise<Replied<EndpointOf<N>>> {
  const endpoint = ENDPOINTS[name];
  const headers = new Headers({ accept: 'application/json' });
  if (accessToken !== undefined) headers.set('authorization', `Bearer ${accessToken}`);
  if (endpoint.idempotencyKey) headers.set('idempotency-key', idempotencyKey ?? crypto.randomUUID());
  if (parts.body !== undefined) headers.set('content-type', 'application/json');
  const response = await fetch(endpointUrl(endpoint, parts.params ?? {}, parts.query ?? {}), {
    method: endpoint.method,
    headers,
    body: parts.body === undefined ? null : JSON.stringify(parts.body),
    signal: AbortSignal.timeout(DEADLINE),
  }).catch((cause: unknown) => {
    throw new Unreachable('The server does not answer.', { cause });
  });
  if (!response.ok) throw await refusalOf(response);
  return (response.status === 204 ? undefined : await response.json()) as Replied<EndpointOf<N>>;
}

async function refusalOf(response: Response): Promise<Error> {
  const body = ErrorReply.safeParse(await response.json().catch(() => undefined));
  if (body.success) {
    const { reason, message, retryAfterMs } = body.data.error;
    return new ApiRefusal(reason, message, retryAfterMs);
  }
  // Not the gateway's own words: the proxy in front of it found nobody there.
  return new Unreachable(`The server answered ${response.status}.`);
}
