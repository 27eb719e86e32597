import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** What a client may send as its request id; anything else could forge log lines or fill the disk. */
const REQUEST_ID = /^[\w.-]{8,64}$/;

/** For Fastify's `genReqId`: the client's `x-request-id` if it is a sane one, else a new one. */
export function requestIdOf(request: { readonly headers: Readonly<Record<string, unknown>> }): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** Tells each client its request's id, so that it can be found in the log. */
export function answerWithRequestId(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
}
