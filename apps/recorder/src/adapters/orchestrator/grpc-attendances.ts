import { Metadata } from '@grpc/grpc-js';
import type { OnApplicationShutdown } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { createGrpcClient, type GrpcClient, type TlsMaterial } from '@videocall/platform-grpc';
import { Attendances, type Attendance } from '../../application/ports/attendances.js';
import type { Caller } from '../../domain/caller.js';

const DEADLINE_MS = 2_000;

/** Asks the orchestrator, in the caller's name. */
export class GrpcAttendances extends Attendances implements OnApplicationShutdown {
  readonly #client: GrpcClient<callV1.CaptureServiceClient>;

  constructor(address: string, tls: TlsMaterial) {
    super();
    this.#client = createGrpcClient(callV1.CaptureServiceClient, {
      address,
      tls,
      serverName: 'call-orchestrator',
      defaultDeadlineMs: DEADLINE_MS,
    });
  }

  async of({ accessToken }: Caller, callIds: readonly string[]): Promise<ReadonlyMap<string, Attendance>> {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${accessToken}`);
    const { attendances } = await this.#client.listAttendances(
      { callIds: [...callIds] },
      { metadata, idempotent: true },
    );
    return new Map(attendances.map(({ callId, host }) => [callId, { host }]));
  }

  onApplicationShutdown(): void {
    this.#client.close();
  }
}
