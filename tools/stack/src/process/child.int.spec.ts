import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { identify } from '../stack/state-file.ts';
import { waitFor } from './wait-for.ts';

const CHILD_MODULE = fileURLToPath(new URL('./child.ts', import.meta.url));

/** A program that starts a child, says its pid, and waits. */
const parent = (logFile: string): string => `
  import { startChild } from ${JSON.stringify(CHILD_MODULE)};
  const child = startChild({ name: 'sleeper', command: 'sleep', args: ['1000'], cwd: '/', env: process.env,
    logFile: ${JSON.stringify(logFile)}, stopSignal: 'SIGTERM', isReady: async () => true });
  console.log(child.pid);
  setInterval(() => {}, 1000);
`;

describe('a child', () => {
  it('ends when the process that started it is killed without a chance to stop it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'videocall-child-'));
    const program = spawn(process.execPath, ['--input-type=module', '-e', parent(join(folder, 'log'))], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface({ input: program.stdout }), 'line');
    const child = identify(Number(line));
    expect(child).toBeDefined();
    // setpriv arranges the signal before it becomes the program.
    await waitFor(() => readFileSync(`/proc/${line}/comm`, 'utf8').trim() === 'sleep');
    program.kill('SIGKILL');
    await waitFor(() => identify(Number(line))?.startTime !== child?.startTime, { what: 'the child ending' });
    rmSync(folder, { recursive: true });
  });
});
