import type { Reason } from '@videocall/errors';
import type { z } from 'zod';

/** One REST operation: what the gateway checks, what the OpenAPI document says and what clients are typed by. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With `:name` for each parameter. */
  readonly path: `/v1/${string}`;
  readonly tag: 'Identity' | 'Calls' | 'Participants' | 'Rooms' | 'Recordings' | 'Administration';
  /** One line: what it does. */
  readonly summary: string;
  /** More about it, where one line is not enough. */
  readonly description?: string;
  /** Whether `Authorization: Bearer` must be there. `optional`: read where it is there. */
  readonly identity: 'none' | 'optional' | 'required';
  /** Takes `Idempotency-Key`: the same key with the same content gives the first result again for 24 h (CALL-5). */
  readonly idempotencyKey: boolean;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly status: 200 | 201 | 204;
  /** Absent where the status is 204. */
  readonly reply?: z.ZodType;
  /** What it may refuse with, besides what any request may meet (REQUEST_INVALID, RATE_LIMITED, TOKEN_… and so on). */
  readonly refusals: readonly Reason[];
}

type Side = 'params' | 'query' | 'body';

/** What the server reads from a request: one side of an endpoint after validation. */
export type Received<E extends Endpoint, S extends Side> =
  E extends Record<S, infer T extends z.ZodType> ? z.output<T> : undefined;

/** What a client sends: one side of an endpoint before validation; `undefined` where the endpoint has none. */
export type Sent<E extends Endpoint, S extends Side> =
  E extends Record<S, infer T extends z.ZodType> ? z.input<T> : undefined;

/** What an endpoint answers with; `undefined` where the status is 204. */
export type Replied<E extends Endpoint> = E extends { readonly reply: infer T extends z.ZodType }
  ? z.output<T>
  : undefined;

/**
 * The path and query of a request.
 *
 * @param params a value for each `:name` of the endpoint's path
 * @throws TypeError where one is missing
 */
export function endpointUrl(
  endpoint: Endpoint,
  params: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new TypeError(`${endpoint.path} needs ${name}`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? path : `${path}?${search}`;
}
