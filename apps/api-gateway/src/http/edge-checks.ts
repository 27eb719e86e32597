import { Refusal } from '@videocall/errors';
import { refusalFrom } from '@videocall/platform-grpc';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AccessTokens, Caller } from '../adapters/access-tokens.js';
import { RECORDING_FILES_PATH } from '../adapters/recording-files.js';
import type { RequestRates } from '../adapters/request-rates.js';
import type { TrustedProxies } from '../domain/client-address.js';
import { setRequestContext } from './request-context.js';

/** What is asked by machines of our own; and signed addresses, of which a player asks for many ranges. */
const UNLIMITED: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics', `${RECORDING_FILES_PATH}/*`]);

interface Dependencies {
  readonly accessTokens: AccessTokens;
  readonly rates: RequestRates;
  readonly proxies: TrustedProxies;
  /** Is told the reason of each refusal. */
  readonly onRefused: (reason: string) => void;
}

/**
 * What every HTTP request passes before anything reads its body: who sends it, by address and by token, and whether they
 * send too much (AUTH-3).
 */
export function checkAtTheEdge(
  fastify: FastifyInstance,
  { accessTokens, rates, proxies, onRefused }: Dependencies,
): void {
  fastify.addHook('onRequest', async (request, reply) => {
    const forwardedFor = request.headers['x-forwarded-for'];
    const header = Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor;
    const clientAddress = proxies.clientAddress(request.socket.remoteAddress ?? '', header);
    const identity = await identityOf(request, accessTokens);
    setRequestContext(request, { clientAddress, identity });
    if (UNLIMITED.has(request.routeOptions.url ?? '')) return;
    try {
      // A valid token counts against its identity only, so that colleagues behind one address do not share its limit.
      if (identity && !(identity instanceof Refusal)) await rates.countIdentity(identity.principal.identityId);
      else await rates.countAddress(clientAddress);
    } catch (error) {
      const refusal = refusalFrom(error);
      onRefused(refusal.reason);
      refuse(reply, refusal);
      return reply;
    }
  });
}

async function identityOf(
  { headers }: FastifyRequest,
  accessTokens: AccessTokens,
): Promise<Caller | Refusal | undefined> {
  if (headers.authorization === undefined) return undefined;
  const token = /^Bearer +(\S+)$/i.exec(headers.authorization)?.[1];
  if (token === undefined) return new Refusal('TOKEN_INVALID');
  return await accessTokens.verify(token).catch((error: unknown) => refusalFrom(error));
}

function refuse(reply: FastifyReply, refusal: Refusal): void {
  if (refusal.retryAfterMs !== undefined) reply.header('retry-after', String(Math.ceil(refusal.retryAfterMs / 1000)));
  reply.status(refusal.httpStatus).send({ error: refusal.toBody() });
}
