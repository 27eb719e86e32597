import type { OnApplicationShutdown } from '@nestjs/common';
import { recordingV1 } from '@videocall/contracts';
import { createGrpcClient, type GrpcClient, type TlsMaterial } from '@videocall/platform-grpc';
import { Recorder, type Capture } from '../../application/ports/recorder.js';
import type { RecordingId } from '../../domain/ids.js';

/** Somebody waits for the answer, so a recorder that is away is soon said to be. */
const DEADLINE_MS = 2_000;

/** The recorder at the address of the configuration. */
export class GrpcRecorder extends Recorder implements OnApplicationShutdown {
  readonly #client: GrpcClient<recordingV1.RecordingControlServiceClient>;

  /** @param address `host:port` */
  constructor(address: string, tls: TlsMaterial) {
    super();
    this.#client = createGrpcClient(recordingV1.RecordingControlServiceClient, {
      address,
      tls,
      serverName: 'recorder',
      defaultDeadlineMs: DEADLINE_MS,
    });
  }

  async beginCapture(capture: Capture): Promise<void> {
    await this.#client.beginCapture(capture, { idempotent: true });
  }

  async endCapture(recordingId: RecordingId): Promise<void> {
    await this.#client.endCapture({ recordingId });
  }

  onApplicationShutdown(): void {
    this.#client.close();
  }
}
