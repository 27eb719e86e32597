import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { callV1 } from '@videocall/contracts';
import { grpcServerOptions } from '@videocall/platform-grpc';
import { grpcMetricsInterceptor } from '@videocall/platform-metrics';
import { getToken } from '@willsoto/nestjs-prometheus';
import type { Counter } from 'prom-client';
import { AccessTokens } from './adapters/access-tokens.js';
import { RequestRates } from './adapters/request-rates.js';
import { allowedOrigins, type Settings } from './config/settings.js';
import { TrustedProxies } from './domain/client-address.js';
import { CountingRefusalFilter } from './http/counting-refusal.filter.js';
import { checkAtTheEdge } from './http/edge-checks.js';
import { REFUSALS } from './ws/signalling-metrics.js';
import { SignallingServer } from './ws/signalling-server.js';

/** Opens the three edges of the gateway: REST, Socket.IO on the same port, and the public gRPC API on its own. */
export async function configureEdges(app: NestFastifyApplication, settings: Settings): Promise<void> {
  const refusals = app.get<Counter<'edge' | 'reason'>>(getToken(REFUSALS));
  app.useGlobalFilters(new CountingRefusalFilter((edge, reason) => refusals.inc({ edge, reason })));

  // An API answers with data: nothing may be loaded, framed or run from its answers.
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    crossOriginResourcePolicy: { policy: 'same-site' },
  });
  await app.register(cookie);
  app.enableCors({
    origin: allowedOrigins(settings),
    credentials: true,
    methods: ['GET', 'POST', 'PATCH', 'DELETE'],
    exposedHeaders: ['Retry-After', 'X-Request-Id'],
    maxAge: 600,
  });
  checkAtTheEdge(app.getHttpAdapter().getInstance(), {
    accessTokens: app.get(AccessTokens),
    rates: app.get(RequestRates),
    proxies: app.get(TrustedProxies),
    onRefused: (reason) => refusals.inc({ edge: 'http', reason }),
  });

  app.get(SignallingServer).attachTo(app.getHttpServer());

  app.connectMicroservice(
    grpcServerOptions({
      host: settings.HTTP_HOST,
      port: settings.GRPC_PUBLIC_PORT,
      services: [callV1.CallServiceService],
      interceptors: [grpcMetricsInterceptor],
    }),
    { inheritAppConfig: true },
  );
}
