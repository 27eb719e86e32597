import { randomUUID } from 'node:crypto';
import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  RequestMapping,
  RequestMethod,
  SetMetadata,
  type ExecutionContext,
} from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import {
  ENDPOINTS,
  type Endpoint,
  type EndpointName,
  type EndpointOf,
  type Received,
  type Replied,
} from '@videocall/rest-api';
import { RequestId } from '@videocall/signalling';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Caller } from '../adapters/access-tokens.js';
import { requireWellFormed } from '../domain/well-formed.js';
import { callerOf, requestContext } from './request-context.js';

const ENDPOINT = 'videocall:rest-endpoint';

/** A validated request to an endpoint. */
export interface Input<N extends EndpointName> {
  readonly params: Received<EndpointOf<N>, 'params'>;
  readonly query: Received<EndpointOf<N>, 'query'>;
  readonly body: Received<EndpointOf<N>, 'body'>;
  /** There where the endpoint requires an identity; elsewhere where one was shown. */
  readonly caller: EndpointOf<N>['identity'] extends 'required' ? Caller : Caller | undefined;
  /** The client's `Idempotency-Key`, or a new one (CALL-5). */
  readonly requestId: string;
}

/** What an endpoint's handler answers. */
export type Output<N extends EndpointName> = Promise<Replied<EndpointOf<N>>>;

/** Serves an endpoint of the REST API's table: its method, path and status. The handler takes `@FromRequest()`. */
export function RestEndpoint(name: EndpointName): MethodDecorator {
  const endpoint: Endpoint = ENDPOINTS[name];
  return applyDecorators(
    SetMetadata(ENDPOINT, endpoint),
    RequestMapping({ path: endpoint.path, method: RequestMethod[endpoint.method] }),
    HttpCode(endpoint.status),
  );
}

/**
 * The endpoint's {@link Input}. Refuses with TOKEN_MISSING, TOKEN_INVALID, TOKEN_EXPIRED where an identity is required, and
 * with REQUEST_INVALID, its details naming the fields.
 */
export const FromRequest = createParamDecorator((_: unknown, context: ExecutionContext): unknown => {
  const endpoint = Reflect.getMetadata(ENDPOINT, context.getHandler()) as Endpoint;
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return {
    caller: identify(endpoint, request),
    requestId:
      validate(z.object({ 'idempotency-key': RequestId.optional() }), request.headers)['idempotency-key'] ??
      randomUUID(),
    params: endpoint.params && validate(endpoint.params, request.params),
    query: endpoint.query && validate(endpoint.query, request.query),
    // Where nothing is sent, an object without fields is meant.
    body: endpoint.body && validate(endpoint.body, request.body ?? {}),
  };
});

function identify({ identity }: Endpoint, request: FastifyRequest): Caller | undefined {
  const known = requestContext(request).identity;
  // A wrong token is told where a token would have counted, so that its holder signs in anew instead of seeing less.
  if (known instanceof Refusal && identity !== 'none') throw known;
  if (known === undefined && identity === 'required') throw new Refusal('TOKEN_MISSING');
  return callerOf(request);
}

function validate<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  requireWellFormed(value);
  return schema.parse(value);
}
