import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ProcessSpecification } from '../process/process-specification.ts';
import { waitFor } from '../process/wait-for.ts';
import { SupervisedProcess } from './supervised-process.ts';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a supervised process', () => {
  let folder: string;
  let supervised: SupervisedProcess | undefined;
  let changes: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'videocall-supervisor-'));
    changes = [];
  });
  afterEach(async () => {
    await supervised?.stop();
    rmSync(folder, { recursive: true });
  });

  const logFile = (): string => join(folder, 'log');
  const logged = (): string[] => readFileSync(logFile(), 'utf8').trim().split('\n');

  /** A process that is ready once it has written a line. */
  function supervise(script: string): SupervisedProcess {
    const specification: ProcessSpecification = {
      name: 'tiny',
      command: 'sh',
      args: ['-c', script],
      cwd: folder,
      env: process.env,
      logFile: logFile(),
      stopSignal: 'SIGTERM',
      isReady: async () => readFileSync(logFile(), 'utf8') !== '',
    };
    const started = new SupervisedProcess(specification, () => changes.push(started.state));
    supervised = started;
    started.start();
    return started;
  }

  it('is started again at once, with another pid, when it is killed', async () => {
    const tiny = supervise('echo up; exec sleep 1000');
    await waitFor(() => tiny.state === 'ready');
    const first = tiny.pid;
    tiny.kill('SIGKILL');
    await waitFor(() => tiny.restarts === 1 && tiny.state === 'ready' && logged().length === 2);
    expect(tiny.pid).not.toBe(first);
    expect(logged()).toEqual(['up', 'up']);
    expect(changes).toEqual(['starting', 'ready', 'waiting', 'starting', 'ready']);
  });

  it('ends with the signal it knows and stays ended when it is stopped', async () => {
    const tiny = supervise('trap "echo bye; exit" TERM; echo up; while :; do sleep 0.05; done');
    await waitFor(() => tiny.state === 'ready');
    const { pid } = tiny;
    await tiny.stop();
    expect(logged()).toEqual(['up', 'bye']);
    expect(pid !== undefined && isAlive(pid)).toBe(false);
    expect(tiny.pid).toBeUndefined();
    expect(tiny.state).toBe('stopped');
  });

  it('counts how often it ended before it was ready, and waits longer each time', async () => {
    const tiny = supervise('exit 3');
    await waitFor(() => tiny.failures === 2);
    expect(tiny.state).toBe('waiting');
    await tiny.stop();
    expect(tiny.state).toBe('stopped');
  });
});
