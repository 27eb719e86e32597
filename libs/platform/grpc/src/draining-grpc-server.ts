import type { Server } from '@grpc/grpc-js';
import { ServerGrpc } from '@nestjs/microservices';

/** How long calls in progress may take to finish when the service stops; streams that go on are cut then. */
const DRAIN_MS = 2_000;

/** Nest's gRPC server, except that it neither cuts calls in progress at once nor waits for long-lived streams for ever. */
export class DrainingGrpcServer extends ServerGrpc {
  override async close(): Promise<void> {
    const server = this.grpcClient as Server | null;
    if (!server) return;
    this.grpcClient = null;
    await new Promise<void>((resolve, reject) => {
      const cut = setTimeout(() => server.forceShutdown(), DRAIN_MS);
      server.tryShutdown((error) => {
        clearTimeout(cut);
        if (error) reject(error);
        else resolve();
      });
    });
  }
}
