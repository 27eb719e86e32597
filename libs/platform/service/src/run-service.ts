import 'reflect-metadata';
import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Refusal } from '@videocall/errors';
import { grpcServerOptions, readTls } from '@videocall/platform-grpc';
import { answerWithRequestId, createLogger, PinoNestLogger, requestIdOf } from '@videocall/platform-logging';
import { grpcMetricsInterceptor, observeCertificate, observeHttpRequests } from '@videocall/platform-metrics';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readiness } from './readiness.js';
import { RefusalFilter } from './refusal.filter.js';
import { ServiceModule } from './service.module.js';

/** Stopping takes no longer, where a service says nothing else; what still runs then is cut. */
const STOP_WITHIN_MS = 10_000;
const BODY_LIMIT_BYTES = 256 * 1024;
/** A request that has not arrived whole by then is cut (slow senders hold connections). */
const REQUEST_TIMEOUT_MS = 30_000;

/** As `serviceSettings`, `httpSettings`, `grpcSettings` and `tlsSettings` of platform-config give them. */
export interface ServiceSettings {
  readonly LOG_LEVEL: string;
  readonly HTTP_HOST: string;
  readonly HTTP_PORT: number;
  readonly TLS_CA_FILE: string;
  readonly TLS_CERT_FILE: string;
  readonly TLS_KEY_FILE: string;
}

interface GrpcSettings {
  readonly GRPC_HOST: string;
  readonly GRPC_PORT: number;
}

interface CommonOptions {
  /** The service's name: in logs, metrics, and its certificate. */
  readonly name: string;
  readonly module: Type | DynamicModule;
  /** The last set-up before the service listens: Fastify plugins, other microservices (with `inheritAppConfig`), WebSockets. */
  readonly configure?: (app: NestFastifyApplication) => Promise<void> | void;
  /** After readiness is off and before anything closes: hand over or end what is running. */
  readonly onDrain?: (app: NestFastifyApplication) => Promise<void> | void;
  /** How long draining and closing may take together, milliseconds; 10 s by default. */
  readonly stopWithinMs?: number;
}

export type ServiceOptions = CommonOptions &
  (
    | {
        readonly settings: ServiceSettings & GrpcSettings;
        /** As generated. */ readonly grpcServices: readonly object[];
      }
    | { readonly settings: ServiceSettings; readonly grpcServices?: undefined }
  );

export interface RunningService {
  readonly app: NestFastifyApplication;
  /** Turns readiness off, drains, closes. */
  stop(): Promise<void>;
}

/**
 * Runs a service as this process: {@link startService}, and SIGTERM and SIGINT stop it and end the process with 0. An error
 * nobody handled ends it with 1, since its state can no longer be trusted.
 */
export async function runService(options: ServiceOptions): Promise<void> {
  const log = createLogger({ service: options.name, level: options.settings.LOG_LEVEL });
  const die = (error: unknown): void => {
    log.fatal({ err: error }, 'an error nobody handled ends the process');
    process.exit(1);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);

  const service = await startService(options);
  let stopping = false;
  const onSignal = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    const { stopWithinMs = STOP_WITHIN_MS } = options;
    setTimeout(() => die(new Error(`not stopped within ${stopWithinMs} ms`)), stopWithinMs).unref();
    service.stop().then(() => process.exit(0), die);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  log.info({ http: await service.app.getUrl() }, 'started');
}

/**
 * Starts a service: Nest on Fastify with `/healthz`, `/readyz` and `/metrics`, its gRPC server with mutual TLS, JSON logs,
 * one error filter for both.
 */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { name, module, settings, grpcServices, configure, onDrain } = options;
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    frameworkErrors: refuseMalformedPath,
    genReqId: requestIdOf,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    ServiceModule.around(module, name, settings.LOG_LEVEL),
    adapter,
    { bufferLogs: true, abortOnError: false },
  );
  app.useLogger(app.get(PinoNestLogger));
  takeEmptyJson(app);
  app.useGlobalFilters(new RefusalFilter());
  answerWithRequestId(adapter.getInstance());
  takeRefusedBodies(adapter.getInstance());
  observeHttpRequests(adapter.getInstance());
  app.get(Readiness).measure();
  const tls = readTls(settings);
  observeCertificate(tls.cert);
  if (grpcServices) {
    const server = grpcServerOptions({
      host: settings.GRPC_HOST,
      port: settings.GRPC_PORT,
      tls,
      services: grpcServices,
      interceptors: [grpcMetricsInterceptor],
    });
    app.connectMicroservice(server, { inheritAppConfig: true });
  }
  await configure?.(app);
  await app.startAllMicroservices();
  await app.listen(settings.HTTP_PORT, settings.HTTP_HOST);
  return {
    app,
    async stop() {
      app.get(Readiness).drain();
      await onDrain?.(app);
      await app.close();
    },
  };
}

/**
 * Fastify closes the connection under a body that is too large, and the reset takes the answer with it: a proxy in front
 * then tells 502. Kept open, Node discards the rest of the body as it comes, up to the request's own time limit. Where the
 * sender wants the connection closed after the answer, as proxies do, the answer waits for the body's end.
 */
function takeRefusedBodies(fastify: FastifyInstance): void {
  fastify.addHook('onSend', async ({ raw }, reply, payload) => {
    reply.removeHeader('connection');
    if (!raw.complete && raw.headers.connection === 'close') await discard(raw);
    return payload;
  });
}

/** Reads what is left of a request; that of a sender who went away, or took too long, has no end to wait for. */
async function discard(request: IncomingMessage): Promise<void> {
  const over = Promise.race([once(request, 'end'), once(request, 'close')]);
  request.resume();
  await over.catch(() => undefined);
}

/** Many clients name JSON as the type of a request that has no body; Fastify alone takes that for broken JSON. */
function takeEmptyJson(app: NestFastifyApplication): void {
  const parseJson = app.getHttpAdapter().getInstance().getDefaultJsonParser('error', 'error');
  app.useBodyParser<Server>('application/json', { bodyLimit: BODY_LIMIT_BYTES }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parseJson(request, body.toString('utf8'), done);
  });
}

/** What Fastify refuses before there is a route (a path that is no URL) never reaches the error filter. */
function refuseMalformedPath(cause: Error, _request: FastifyRequest, reply: FastifyReply): void {
  const refusal = new Refusal('REQUEST_INVALID', { cause });
  void reply.status(refusal.httpStatus).send({ error: refusal.toBody() });
}
