import type { ServerInterceptor, ServerOptions } from '@grpc/grpc-js';
import type { CustomStrategy } from '@nestjs/microservices';
import { grpcPackageDefinition } from '@videocall/contracts';
import { DrainingGrpcServer } from './draining-grpc-server.js';
import { serverCredentials, type TlsMaterial } from './tls.js';

/** The largest message taken or sent, in bytes. Snapshots of a full call stay far below. */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
const MAX_METADATA_BYTES = 16 * 1024;

export interface GrpcServerSettings {
  readonly host: string;
  readonly port: number;
  /** Mutual TLS. Left out only by a server that is behind a proxy of its own (the gateway's public API). */
  readonly tls?: TlsMaterial;
  /** What is served, as generated: `callV1.CallServiceService`. */
  readonly services: readonly object[];
  readonly interceptors?: readonly ServerInterceptor[];
}

/** For Nest's `connectMicroservice` and `createMicroservice`. */
export function grpcServerOptions({
  host,
  port,
  tls,
  services,
  interceptors = [],
}: GrpcServerSettings): CustomStrategy {
  const packageDefinition = grpcPackageDefinition(...services);
  const packages = new Set(Object.keys(packageDefinition).map((name) => name.slice(0, name.lastIndexOf('.'))));
  const channelOptions: ServerOptions = {
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 5_000,
    interceptors: [...interceptors],
  };
  return {
    strategy: new DrainingGrpcServer({
      url: `${host.includes(':') ? `[${host}]` : host}:${port}`,
      package: [...packages],
      packageDefinition,
      channelOptions,
      maxReceiveMessageLength: MAX_MESSAGE_BYTES,
      maxSendMessageLength: MAX_MESSAGE_BYTES,
      maxMetadataSize: MAX_METADATA_BYTES,
      ...(tls ? { credentials: serverCredentials(tls) } : {}),
    }),
  };
}
