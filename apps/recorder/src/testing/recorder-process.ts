import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort, waitFor } from '@videocall/testing';

const repositoryRoot = join(import.meta.dirname, '../../../..');

/** The recorder as a process of its own, as it is run in earnest: what it runs is what `tsc -b` built. */
export class RecorderProcess {
  readonly #process: ChildProcess;
  #output = '';

  private constructor(process: ChildProcess) {
    this.#process = process;
    for (const stream of [process.stdout, process.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    }
  }

  /** Starts it and waits until it is ready. */
  static async start(settings: Readonly<Record<string, string>>): Promise<RecorderProcess> {
    const port = await freePort();
    const child = spawn(process.execPath, [join(repositoryRoot, 'apps/recorder/dist/main.js')], {
      cwd: repositoryRoot,
      env: { PATH: process.env['PATH'], ...settings, HTTP_PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const recorder = new RecorderProcess(child);
    await waitFor(
      async () => {
        if (child.exitCode !== null) throw new Error(`the recorder ended:\n${recorder.#output}`);
        return (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))?.ok;
      },
      { timeoutMs: 30_000, what: 'the recorder to be ready' },
    );
    return recorder;
  }

  /** SIGKILL, and it is no more when this returns. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill(signal);
    await exited;
  }
}
