import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { DestinationStream } from 'pino';
import { pinoOptions, type LoggerOptions } from './create-logger.js';

/** What a client may send as its request id; anything else could forge log lines or fill the disk. */
const REQUEST_ID = /^[\w.-]{8,64}$/;
const QUIET_PATHS = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * Nest's logger as JSON lines, one line for each HTTP request with its id, status and duration. Neither headers, bodies
 * nor query strings are logged, since tokens travel in them.
 */
export function loggingModule(options: LoggerOptions, destination?: DestinationStream): DynamicModule {
  const pinoHttp = {
    ...pinoOptions(options),
    genReqId: requestId,
    autoLogging: { ignore: (request: IncomingMessage) => QUIET_PATHS.has(path(request.url)) },
    serializers: {
      req: (request: { id: unknown; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        path: path(request.url),
      }),
      res: (response: { statusCode: number }) => ({ statusCode: response.statusCode }),
    },
  };
  return LoggerModule.forRoot({ pinoHttp: destination ? [pinoHttp, destination] : pinoHttp });
}

/** The client's `x-request-id` if it is a sane one, else a new one; told back in the answer. */
function requestId(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
  response.setHeader('x-request-id', id);
  return id;
}

function path(url = '/'): string {
  return url.split('?', 1)[0] ?? url;
}
