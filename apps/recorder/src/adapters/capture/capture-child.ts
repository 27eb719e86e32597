import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { captureReport, END_CAPTURE, type CaptureJob } from '../../capture/capture-job.js';
import type { CaptureControls } from '../../application/ports/capture-runner.js';

/** How long a capture may take to end its files before it is killed; the service itself has ten seconds to stop. */
const END_MS = 8_000;

/** One process that captures one call. */
export class CaptureChild {
  readonly #process: ChildProcess;
  readonly #exited: Promise<unknown>;
  #ended = false;
  #hasCaptured = false;

  /**
   * @param program what Node runs
   * @param environment its settings come with the job
   */
  constructor(
    program: string,
    job: CaptureJob,
    environment: NodeJS.ProcessEnv,
    onCapturing: (capturing: boolean) => void,
  ) {
    // A capture's inspector would listen on the service's own port.
    this.#process = fork(program, [JSON.stringify(job)], { execArgv: ['--enable-source-maps'], env: environment });
    this.#exited = once(this.#process, 'exit');
    this.#process.on('message', (message) => {
      const report = captureReport.parse(message);
      if (report.report === 'ended') {
        this.#ended = true;
        return;
      }
      this.#hasCaptured ||= report.capturing;
      onCapturing(report.capturing);
    });
  }

  /** It captured media at some time. */
  get hasCaptured(): boolean {
    return this.#hasCaptured;
  }

  /**
   * Waits for its end, which the signals bring about.
   * @returns whether there is nothing more to capture
   */
  async finished({ ending, stopping }: Pick<CaptureControls, 'ending' | 'stopping'>): Promise<boolean> {
    let patience: NodeJS.Timeout | undefined;
    const impatient = (): void => {
      patience ??= setTimeout(() => this.#process.kill('SIGKILL'), END_MS);
    };
    const end = (): void => {
      impatient();
      if (this.#process.connected) this.#process.send(END_CAPTURE);
    };
    const stop = (): void => {
      impatient();
      this.#process.kill('SIGTERM');
    };
    ending.addEventListener('abort', end);
    stopping.addEventListener('abort', stop);
    if (ending.aborted) end();
    if (stopping.aborted) stop();
    await this.#exited;
    clearTimeout(patience);
    ending.removeEventListener('abort', end);
    stopping.removeEventListener('abort', stop);
    return this.#ended;
  }
}
