import { z } from 'zod';
import { secret } from './secret.js';

/** A TCP or UDP port, 1..65535; 0 lets the system choose (tests). */
export const port = () => z.coerce.number().int().min(0).max(65_535);

/** What every service has. */
export const serviceSettings = {
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('production')
    .describe('development, production or test'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('the least severe log lines written: fatal, error, warn, info, debug, trace or silent'),
};

/** The service's HTTP listener: health, metrics, and what else it offers. */
export const httpSettings = {
  HTTP_HOST: z.string().default('127.0.0.1').describe('address the HTTP server listens on'),
  HTTP_PORT: port().describe('port the HTTP server listens on'),
};

/** The service's gRPC listener. */
export const grpcSettings = {
  GRPC_HOST: z.string().default('127.0.0.1').describe('address the gRPC server listens on'),
  GRPC_PORT: port().describe('port the gRPC server listens on'),
};

/** Files (PEM) for mutual TLS between services; the certificate's CN is the service's name. */
export const tlsSettings = {
  TLS_CA_FILE: z.string().min(1).describe('path of the private CA certificate, PEM'),
  TLS_CERT_FILE: z.string().min(1).describe("path of this service's certificate, PEM"),
  TLS_KEY_FILE: z.string().min(1).describe("path of this service's private key, PEM"),
};

export const databaseSettings = {
  DATABASE_URL: secret(
    z
      .url({ protocol: /^postgres(ql)?$/ })
      .describe("postgresql://role:password@host:port/database with this service's role"),
  ),
};

export const redisSettings = {
  REDIS_URL: secret(z.url({ protocol: /^rediss?$/ }).describe('redis://[:password@]host:port')),
};
