import { readFile } from 'node:fs/promises';
import { cpus, freemem, totalmem } from 'node:os';
import { busyShare, sentBytes, type ProcessorTimes } from '../domain/host-figures.js';

/** Readings that processor use is taken over: some seconds, so that a moment is no load. */
const WINDOW = 5;
/** Smaller changes are not worth telling: hundredths, and 16 MB. */
const STEP_PERMILLE = 10;
const STEP_BYTES = 16 * 1024 * 1024;

/** How full this machine is. The kernel tells it to containers as well, but for traffic: that is the network namespace's. */
export class HostFigures {
  readonly #times: ProcessorTimes[] = [];
  #sentBytes = 0;

  get cpuPermille(): number {
    const [first, last] = [this.#times[0], this.#times.at(-1)];
    return first && last ? inSteps(busyShare(first, last) * 1_000, STEP_PERMILLE) : 0;
  }

  get memoryPermille(): number {
    return inSteps((1 - freemem() / totalmem()) * 1_000, STEP_PERMILLE);
  }

  get sentBytes(): number {
    return inSteps(this.#sentBytes, STEP_BYTES);
  }

  async read(): Promise<void> {
    const each = cpus().map(({ times: { user, nice, sys, irq, idle } }) => ({
      busy: user + nice + sys + irq,
      idle,
    }));
    const sum = (part: keyof ProcessorTimes): number => each.reduce((total, times) => total + times[part], 0);
    this.#times.push({ busy: sum('busy'), idle: sum('idle') });
    if (this.#times.length > WINDOW) this.#times.shift();
    this.#sentBytes = sentBytes(await readFile('/proc/net/dev', 'utf8'));
  }
}

const inSteps = (value: number, step: number): number => Math.round(value / step) * step;
