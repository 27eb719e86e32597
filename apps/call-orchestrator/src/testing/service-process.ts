import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { waitFor } from '@videocall/testing';

const repositoryRoot = join(import.meta.dirname, '../../../..');

/** A service of the product as a process of its own, as it is run in earnest; what it runs is what `tsc -b` built. */
export class ServiceProcess {
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

  /** Starts an app and waits until it is ready. */
  static async start(app: string, environment: Record<string, string>): Promise<ServiceProcess> {
    const child = spawn(process.execPath, [join(repositoryRoot, 'apps', app, 'dist/main.js')], {
      cwd: repositoryRoot,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const service = new ServiceProcess(child);
    await service.#ready(`http://127.0.0.1:${environment['HTTP_PORT']}/readyz`);
    return service;
  }

  /** SIGKILL, and the process is no more when this returns. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** SIGTERM, and how the process ended. */
  async stop(): Promise<number | null> {
    return await this.#end('SIGTERM');
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const exited = once(this.#process, 'exit');
      this.#process.kill(signal);
      await exited;
    }
    return this.#process.exitCode;
  }

  async #ready(url: string): Promise<void> {
    const answers = async () => {
      if (this.#process.exitCode !== null) throw new Error(`the service ended:\n${this.#output}`);
      const response = await fetch(url).catch(() => undefined);
      return response?.ok || undefined;
    };
    await waitFor(answers, { timeoutMs: 30_000, what: `${url} to be ready` });
  }
}
