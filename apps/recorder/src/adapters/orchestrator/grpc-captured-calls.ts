import type { OnApplicationShutdown } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { createGrpcClient, type GrpcClient, type TlsMaterial } from '@videocall/platform-grpc';
import type { CapturedParticipant } from '../../application/ports/capture-table.js';
import { CapturedCalls } from '../../application/ports/captured-calls.js';

const DEADLINE_MS = 2_000;

/** The orchestrator's `CaptureService`. */
export class GrpcCapturedCalls extends CapturedCalls implements OnApplicationShutdown {
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

  async report(recordingId: string, capturing: boolean): Promise<void> {
    await known(this.#client.reportCapture({ recordingId, capturing }));
  }

  async participants(recordingId: string): Promise<readonly CapturedParticipant[]> {
    const reply = await known(this.#client.getCapturedCall({ recordingId }, { idempotent: true }));
    return (reply?.call?.participants ?? []).flatMap(({ id, identityId, displayName, role, joinedAt, leftAt }) =>
      // Who never came further than the door was not inside.
      joinedAt
        ? [
            {
              participantId: id,
              identityId,
              displayName,
              host: role === callV1.ParticipantRole.HOST,
              joinedAt,
              leftAt,
            },
          ]
        : [],
    );
  }

  onApplicationShutdown(): void {
    this.#client.close();
  }
}

/** Undefined where the orchestrator does not know the recording any more. */
async function known<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Refusal && error.reason === 'RECORDING_NOT_FOUND') return undefined;
    throw error;
  }
}
