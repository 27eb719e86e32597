import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { hasExited, startChild, stopChild } from '../process/child.ts';
import type { ProcessSpecification } from '../process/process-specification.ts';
import { restartDelay } from './restart-delay.ts';

const READY_POLL_MS = 50;

/** Where a supervised process is in its life. `waiting`: it ended by itself and will be started again. */
export type ProcessState = 'starting' | 'ready' | 'waiting' | 'stopped';

/** One process that is started again whenever it ends without having been told to. */
export class SupervisedProcess {
  readonly specification: ProcessSpecification;
  readonly #onChange: () => void;
  #child: ChildProcess | undefined;
  #state: ProcessState = 'stopped';
  /** Ends the loop below. */
  #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  #starts = 0;
  #failures = 0;

  /** @param onChange called when its state or pid has changed */
  constructor(specification: ProcessSpecification, onChange: () => void) {
    this.specification = specification;
    this.#onChange = onChange;
  }

  get state(): ProcessState {
    return this.#state;
  }

  /** Undefined while no process runs. */
  get pid(): number | undefined {
    return this.#child && !hasExited(this.#child) ? this.#child.pid : undefined;
  }

  /** How often it was started again after it ended by itself. */
  get restarts(): number {
    return Math.max(0, this.#starts - 1);
  }

  /** How often it has ended in a row without having become ready. */
  get failures(): number {
    return this.#failures;
  }

  start(): void {
    if (this.#state !== 'stopped') return;
    this.#stopping = new AbortController();
    this.#starts = 0;
    this.#failures = 0;
    this.#loop = this.#keepRunning(this.#stopping.signal);
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#child) await stopChild(this.#child, this.specification.stopSignal);
    await this.#loop;
    this.#enter('stopped');
  }

  /** Sends a signal; a process that ends by it is started again. */
  kill(signal: NodeJS.Signals): void {
    if (!this.#child || !this.#child.kill(signal)) throw new Error(`${this.specification.name} does not run`);
  }

  #enter(state: ProcessState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#onChange();
  }

  async #keepRunning(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      const wasReady = await this.#runOnce(stopped);
      if (stopped.aborted) return;
      this.#failures = wasReady ? 0 : this.#failures + 1;
      this.#enter('waiting');
      await delay(restartDelay(this.#failures), undefined, { signal: stopped }).catch(() => undefined);
    }
  }

  /** @returns whether it was ready before it ended */
  async #runOnce(stopped: AbortSignal): Promise<boolean> {
    const child = startChild(this.specification);
    this.#child = child;
    this.#starts++;
    this.#state = 'starting';
    this.#onChange();
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    const ready = this.#becomesReady(child, stopped);
    await ended;
    return ready;
  }

  async #becomesReady(child: ChildProcess, stopped: AbortSignal): Promise<boolean> {
    while (!hasExited(child) && child.pid !== undefined && !stopped.aborted) {
      // A port's former owner could answer in its place until it has bound it, so the process must still live after.
      if ((await this.specification.isReady()) && !hasExited(child)) {
        this.#failures = 0;
        if (!stopped.aborted) this.#enter('ready');
        return true;
      }
      await delay(READY_POLL_MS);
    }
    return false;
  }
}
