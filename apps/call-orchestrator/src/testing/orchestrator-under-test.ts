import { randomUUID } from 'node:crypto';
import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { createGrpcClient, type GrpcClient, type TlsMaterial } from '@videocall/platform-grpc';
import { startService, type RunningService } from '@videocall/platform-service';
import { freePort } from '@videocall/testing';
import { loadSettings } from '@videocall/platform-config';
import { KeepCapacity } from '../application/keep-capacity.js';
import { orchestratorSettings } from '../config/settings.js';
import { orchestratorService } from '../orchestrator-service.js';
import type { Surroundings } from './surroundings.js';

export type CallClient = GrpcClient<callV1.CallServiceClient>;
export type ControlClient = GrpcClient<callV1.CallControlServiceClient>;

/** The gateway's two clients towards an orchestrator. */
export function clientsOf(
  address: string,
  tls: TlsMaterial,
): { readonly calls: CallClient; readonly control: ControlClient } {
  const options = { address, tls, serverName: 'call-orchestrator', defaultDeadlineMs: 10_000 };
  return {
    calls: createGrpcClient(callV1.CallServiceClient, options),
    control: createGrpcClient(callV1.CallControlServiceClient, options),
  };
}

/** The whole service in this process, with mutual TLS, PostgreSQL and Redis, seen from the gateway. */
export class OrchestratorUnderTest {
  readonly calls: CallClient;
  readonly control: ControlClient;
  readonly #service: RunningService;

  private constructor(
    service: RunningService,
    readonly address: string,
    tls: TlsMaterial,
  ) {
    this.#service = service;
    const { calls, control } = clientsOf(address, tls);
    this.calls = calls;
    this.control = control;
  }

  static async start(around: Surroundings, settings: Record<string, string> = {}): Promise<OrchestratorUnderTest> {
    const port = await freePort();
    const environment = { ...around.environment, GRPC_PORT: String(port), HTTP_PORT: '0', ...settings };
    const service = await startService(orchestratorService(loadSettings(orchestratorSettings, environment)));
    return new OrchestratorUnderTest(service, `localhost:${port}`, around.gatewayTls);
  }

  get httpUrl(): Promise<string> {
    return this.#service.app.getUrl();
  }

  /** Judges how full the server is, as if it were so late. @param now milliseconds */
  async judgeCapacity(now: number): Promise<void> {
    await this.#service.app.get(KeepCapacity).look(now);
  }

  async stop(): Promise<void> {
    this.calls.close();
    this.control.close();
    await this.#service.stop();
  }
}

export function newRequestId(): string {
  return randomUUID();
}

/** The reason that a call was refused for; fails where it was not refused. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const outcome = await call.then(
    () => 'not refused',
    (error: unknown) => error,
  );
  if (outcome instanceof Refusal) return outcome;
  throw new Error(`expected a refusal, got ${String(outcome)}`);
}

export async function reasonOf(call: Promise<unknown>): Promise<string> {
  return (await refusalOf(call)).reason;
}
