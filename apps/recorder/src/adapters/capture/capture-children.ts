import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { CaptureRunner, type CaptureControls } from '../../application/ports/capture-runner.js';
import type { WorkFolders } from '../../application/ports/work-folders.js';
import type { CaptureJob } from '../../capture/capture-job.js';
import { CaptureJournal } from '../../capture/capture-journal.js';
import type { CaptureFact } from '../../domain/capture-facts.js';
import { CaptureChild } from './capture-child.js';

/** As it was built; also where this runs from source. */
const PROGRAM = fileURLToPath(new URL('../../../dist/capture-main.js', import.meta.url));
/** UDP ports of one capture: two for each track. */
export const PORTS_EACH = 64;
const FIRST_PAUSE_MS = 200;
const LAST_PAUSE_MS = 5_000;

export interface CaptureChildrenOptions extends Omit<CaptureJob, 'recordingId' | 'folder'> {
  /** What a capture process finds in its environment. */
  readonly environment: NodeJS.ProcessEnv;
}

/** A process for each capture, started again when it dies. */
export class CaptureChildren extends CaptureRunner {
  readonly #options: CaptureChildrenOptions;
  readonly #folders: WorkFolders;
  readonly #logger = new Logger(CaptureChildren.name);
  /** First ports that no capture has. */
  readonly #freePorts: number[];

  constructor(options: CaptureChildrenOptions, folders: WorkFolders) {
    super();
    this.#options = options;
    this.#folders = folders;
    const { first, count } = options.ports;
    this.#freePorts = Array.from({ length: Math.floor(count / PORTS_EACH) }, (_, slot) => first + slot * PORTS_EACH);
  }

  async run(recordingId: string, controls: CaptureControls): Promise<'ended' | 'stopped'> {
    const first = this.#freePorts.shift();
    if (first === undefined) throw new Error('every port is in use: CAPTURE_PORT_COUNT bounds the captures at a time');
    try {
      return await this.#keepRunning(recordingId, { first, count: PORTS_EACH }, controls);
    } finally {
      this.#freePorts.push(first);
    }
  }

  async facts(recordingId: string): Promise<readonly CaptureFact[]> {
    return new CaptureJournal(await this.#folders.of(recordingId)).read();
  }

  async #keepRunning(
    recordingId: string,
    ports: CaptureJob['ports'],
    controls: CaptureControls,
  ): Promise<'ended' | 'stopped'> {
    const { ending, stopping, onCapturing } = controls;
    const { environment, ...options } = this.#options;
    const folder = await this.#folders.of(recordingId);
    let pauseMs = FIRST_PAUSE_MS;
    while (!ending.aborted && !stopping.aborted) {
      const child = new CaptureChild(PROGRAM, { ...options, recordingId, folder, ports }, environment, onCapturing);
      if (await child.finished(controls)) return 'ended';
      onCapturing(false);
      if (ending.aborted || stopping.aborted) break;
      pauseMs = child.hasCaptured ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LAST_PAUSE_MS);
      this.#logger.warn({ msg: 'a capture process died and is started again', recordingId, pauseMs });
      await sleep(pauseMs, undefined, { signal: AbortSignal.any([ending, stopping]) }).catch(() => undefined);
    }
    // What a killed process left is all there is when the capture is to end.
    return ending.aborted ? 'ended' : 'stopped';
  }
}
