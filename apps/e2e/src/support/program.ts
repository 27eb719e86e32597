import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@videocall/testing';

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));

/** A program of its own process, as a customer would run it. */
export class Program {
  readonly #child: ChildProcess;
  #output = '';
  #exited = false;

  private constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    child.once('close', () => (this.#exited = true));
  }

  /** @param args paths are of the repository */
  static start(program: string, args: readonly string[], environment: Readonly<Record<string, string>>): Program {
    const env = { PATH: process.env['PATH'] ?? '', ...environment };
    return new Program(spawn(program, args, { cwd: REPOSITORY, env, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Waits until it has printed a text. */
  async prints(text: string): Promise<void> {
    await waitFor(
      () => {
        if (this.#exited) throw new Error(`the program ended:\n${this.#output}`);
        return this.#output.includes(text);
      },
      { what: `the program printing ${text}; it printed ${this.#output}`, timeoutMs: 20_000 },
    );
  }

  /** Interrupts it, as Ctrl+C does, and waits for its end. */
  async interrupt(): Promise<void> {
    if (this.#exited) return;
    this.#child.kill('SIGINT');
    await once(this.#child, 'close');
  }
}
