import type { IncomingMessage } from 'node:http';
import type { DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { DestinationStream } from 'pino';
import { pinoOptions, type LoggerOptions } from './create-logger.js';

const QUIET_PATHS = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * Nest's logger as JSON lines, one line for each HTTP request with its id, status and duration. Neither headers, bodies
 * nor query strings are logged, since tokens travel in them.
 */
export function loggingModule(options: LoggerOptions, destination?: DestinationStream): DynamicModule {
  const pinoHttp = {
    ...pinoOptions(options),
    autoLogging: { ignore: (request: IncomingMessage) => QUIET_PATHS.has(pathOf(request)) },
    serializers: {
      req: (request: { id: unknown; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        path: withoutQuery(request.url),
      }),
      res: (response: { statusCode: number }) => ({ statusCode: response.statusCode }),
    },
  };
  return LoggerModule.forRoot({ pinoHttp: destination ? [pinoHttp, destination] : pinoHttp });
}

/** The path asked for; Nest's middleware on Fastify sees `url` without what it was mounted at. */
function pathOf(request: IncomingMessage & { readonly originalUrl?: string }): string {
  return withoutQuery(request.originalUrl ?? request.url ?? '/');
}

function withoutQuery(url: string): string {
  return url.split('?', 1)[0] ?? url;
}
