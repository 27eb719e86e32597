import { setTimeout as sleep } from 'node:timers/promises';
import { callV1, sfuV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { createGrpcClient, readTls, type GrpcClient } from '@videocall/platform-grpc';
import type { Logger } from '@videocall/platform-logging';
import type { CaptureJob } from './capture-job.js';
import { CaptureJournal } from './capture-journal.js';
import { CaptureSession } from './capture-session.js';
import { PortPairs } from './port-pairs.js';

const DEADLINE_MS = 2_000;
const RETRY_MS = 300;
/** The orchestrator's word that there is nothing more to capture. */
const OVER: ReadonlySet<string> = new Set(['RECORDING_ENDED', 'RECORDING_NOT_FOUND']);

/** Captures a call for as long as it is to be captured, over every loss of the sfu-node and the orchestrator. */
export class CaptureLoop {
  readonly #job: CaptureJob;
  readonly #log: Logger;
  readonly #onCapturing: (capturing: boolean) => void;
  readonly #orchestrator: GrpcClient<callV1.CaptureServiceClient>;
  readonly #tls: ReturnType<typeof readTls>;
  readonly #ports: PortPairs;
  readonly #journal: CaptureJournal;

  /** @param onCapturing told when media is at hand, and when it no longer is */
  constructor(job: CaptureJob, log: Logger, onCapturing: (capturing: boolean) => void) {
    this.#job = job;
    this.#log = log;
    this.#onCapturing = onCapturing;
    this.#tls = readTls(job.tls);
    this.#orchestrator = createGrpcClient(callV1.CaptureServiceClient, {
      address: job.orchestratorAddress,
      tls: this.#tls,
      serverName: 'call-orchestrator',
      defaultDeadlineMs: DEADLINE_MS,
    });
    this.#ports = new PortPairs(job.ip, job.ports);
    this.#journal = new CaptureJournal(job.folder);
  }

  /**
   * Resolves when there is nothing more to capture, or the signal has ended it.
   * @param signal ends it; files are ended in good order
   */
  async run(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted) {
        const place = await this.#place();
        if (place === 'over') return;
        if (place && !signal.aborted) await this.#captureAt(place, signal);
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    } finally {
      this.#orchestrator.close();
    }
  }

  /** Where the media is; undefined while that cannot be told, or there is none. */
  async #place(): Promise<callV1.OpenCaptureResponse | 'over' | undefined> {
    try {
      return await this.#orchestrator.openCapture({ recordingId: this.#job.recordingId });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (OVER.has(error.reason)) return 'over';
      this.#log.info({ reason: error.reason }, 'no media to capture just now');
      return undefined;
    }
  }

  async #captureAt({ nodeAddress, ticket }: callV1.OpenCaptureResponse, signal: AbortSignal): Promise<void> {
    const client = createGrpcClient(sfuV1.SfuCaptureServiceClient, {
      address: nodeAddress,
      tls: this.#tls,
      serverName: 'sfu-node',
      defaultDeadlineMs: DEADLINE_MS,
    });
    const { journal, ports, log } = { journal: this.#journal, ports: this.#ports, log: this.#log };
    const onCapturing = this.#onCapturing;
    const session = new CaptureSession({ job: this.#job, client, ticket, ports, journal, log, onCapturing });
    try {
      await session.run(signal);
    } finally {
      client.close();
    }
  }
}
