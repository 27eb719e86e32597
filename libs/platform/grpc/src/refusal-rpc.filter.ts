import type { EventEmitter } from 'node:events';
import { Catch, Logger, type ArgumentsHost, type RpcExceptionFilter } from '@nestjs/common';
import { of, throwError, type Observable } from 'rxjs';
import { refusalFrom } from './refusal-from.js';
import { statusFromRefusal } from './status.js';

/**
 * Turns whatever a gRPC handler throws into a status: refusals with their reason, invalid messages as REQUEST_INVALID, and
 * anything else as INTERNAL, whose cause is logged and never sent.
 */
@Catch()
export class RefusalRpcFilter implements RpcExceptionFilter {
  readonly #logger = new Logger(RefusalRpcFilter.name);

  catch(error: unknown, host: ArgumentsHost): Observable<unknown> {
    const refusal = refusalFrom(error);
    if (refusal.reason === 'INTERNAL') this.#logger.error({ err: error, msg: 'a gRPC call failed' });
    const status = statusFromRefusal(refusal);
    const [first] = host.getArgs<unknown[]>();
    if (!isRawCall(first)) return throwError(() => status);
    // A handler of the raw stream has no observable for Nest to fail, so the call is ended here.
    first.emit('error', status);
    return of(undefined);
  }
}

function isRawCall(value: unknown): value is EventEmitter {
  return typeof value === 'object' && value !== null && 'getAuthContext' in value && 'emit' in value;
}
