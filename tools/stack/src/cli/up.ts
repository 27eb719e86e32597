// npm run up [-- --detach]: the whole product on this machine. (--supervise WORKER is how a detached one starts itself.)
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { prepare, type Prepared } from '../build/prepare.ts';
import { hasExited, logTail } from '../process/child.ts';
import { waitFor } from '../process/wait-for.ts';
import { openDataFolder } from '../stack/data-folder.ts';
import { startStack } from '../stack/start-stack.ts';
import { runningStack } from '../stack/state-file.ts';
import { DEVELOPMENT_DATA } from './data-folder-option.ts';
import { describeStack } from './describe-stack.ts';
import { explain, step } from './steps.ts';

const DETACHED_START_MS = 240_000;

const folder = openDataFolder(DEVELOPMENT_DATA);
/** What the detached supervisor says. */
const logFile = join(folder.root, 'supervisor.log');

function showRunning(howToStop: string): void {
  const running = runningStack(folder.stateFile);
  if (running) process.stdout.write(`\n${describeStack(running)}\n${howToStop}\n`);
}

/** Runs the stack in this process until it is told to stop. */
async function runHere({ mediaWorkerBinary }: Prepared): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
  const starting = step('start', (report) =>
    startStack({ dataDir: DEVELOPMENT_DATA, mediaWorkerBinary, durable: true, onProgress: report }),
  );
  const stack = await Promise.race([starting, stopped.then(() => undefined)]);
  if (stack) showRunning('Press Ctrl-C to stop everything.');
  await stopped;
  await step('stop', async () => (await starting.catch(() => undefined))?.stop());
}

/** Starts this program again, apart from the terminal, and waits until the stack is ready. */
async function runDetached({ mediaWorkerBinary }: Prepared): Promise<void> {
  await step('start', async (report) => {
    report(`log: ${logFile}`);
    const log = openSync(logFile, 'w', 0o600);
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--supervise', mediaWorkerBinary], {
      detached: true,
      stdio: ['ignore', log, log],
    });
    const settled = (): boolean => {
      const parts = runningStack(folder.stateFile)?.parts ?? [];
      return (
        hasExited(child) || (parts.some(({ name }) => name === 'web') && parts.every(({ state }) => state === 'ready'))
      );
    };
    await waitFor(settled, { what: 'every part being ready', timeoutMs: DETACHED_START_MS, intervalMs: 100 });
    if (hasExited(child)) throw new Error(`the stack did not start:\n${logTail(logFile)}`);
    child.unref();
  });
  showRunning('npm run down stops everything, npm run status shows it.');
}

try {
  const { values } = parseArgs({
    options: { detach: { type: 'boolean', default: false }, supervise: { type: 'string' } },
  });
  if (runningStack(folder.stateFile)) {
    showRunning('It runs already. npm run down stops everything.');
  } else if (values.supervise !== undefined) {
    await runHere({ mediaWorkerBinary: values.supervise });
  } else if (values.detach) {
    await runDetached(await prepare());
  } else {
    await runHere(await prepare());
  }
} catch (error) {
  process.stderr.write(`\n✖ ${explain(error)}\n`);
  // Not exitCode: what other parts were waited for may still be pending.
  process.exit(1);
}
