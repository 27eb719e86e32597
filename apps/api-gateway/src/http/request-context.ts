import { Refusal } from '@videocall/errors';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../adapters/access-tokens.js';

/** What the gateway knows of an HTTP request before any endpoint sees it. */
export interface RequestContext {
  /** As the trusted proxies tell it. */
  readonly clientAddress: string;
  /** Who asks: undefined where no token was sent, the refusal where it is not valid. */
  readonly identity: Caller | Refusal | undefined;
}

const contexts = new WeakMap<FastifyRequest, RequestContext>();

export function setRequestContext(request: FastifyRequest, context: RequestContext): void {
  contexts.set(request, context);
}

export function requestContext(request: FastifyRequest): RequestContext {
  const context = contexts.get(request);
  if (!context) throw new TypeError('the request did not pass the edge');
  return context;
}

/** Who asks; undefined where that is not known. */
export function callerOf(request: FastifyRequest): Caller | undefined {
  const { identity } = requestContext(request);
  return identity instanceof Refusal ? undefined : identity;
}
