import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { Refusal, type Reason } from '@videocall/errors';
import { refusalFrom, RefusalRpcFilter } from '@videocall/platform-grpc';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';

/**
 * The last word on every error of a service: gRPC callers get a status, HTTP callers `{"error": …}` with `Retry-After`.
 * Unknown errors are logged and told as INTERNAL.
 */
@Catch()
export class RefusalFilter implements ExceptionFilter {
  readonly #rpc = new RefusalRpcFilter();
  readonly #logger = new Logger(RefusalFilter.name);

  catch(error: unknown, host: ArgumentsHost): Observable<unknown> | void {
    if (host.getType() === 'rpc') return this.#rpc.catch(error, host);
    const refusal = refusalOf(error);
    if (refusal.reason === 'INTERNAL') this.#logger.error({ err: error, msg: 'an HTTP request failed' });
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (refusal.retryAfterMs !== undefined) reply.header('retry-after', String(Math.ceil(refusal.retryAfterMs / 1000)));
    reply.status(refusal.httpStatus).send({ error: refusal.toBody() });
  }
}

/** What a caller is told about an error of a service's own or of its framework's. */
export function refusalOf(error: unknown): Refusal {
  return fromFramework(error) ?? refusalFrom(error);
}

const REASON_BY_STATUS: Readonly<Record<number, Reason>> = {
  401: 'TOKEN_MISSING',
  404: 'NOT_FOUND',
  429: 'RATE_LIMITED',
  501: 'UNIMPLEMENTED',
  503: 'SERVICE_UNAVAILABLE',
};

/** Nest's and Fastify's own errors (no such route, body too large, malformed JSON) carry only a status. */
function fromFramework(error: unknown): Refusal | undefined {
  const status = error instanceof HttpException ? error.getStatus() : statusCodeOf(error);
  if (status === undefined || status < 400) return undefined;
  const reason = REASON_BY_STATUS[status] ?? (status < 500 ? 'REQUEST_INVALID' : undefined);
  return reason && new Refusal(reason, { cause: error });
}

function statusCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
