import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { identify, readState, runningStack, type RunningStack, writeState } from './state-file.ts';

describe('the state of a stack', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'videocall-state-'));
    file = join(folder, 'state.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const running = (supervisor: RunningStack['supervisor']): RunningStack => ({
    supervisor,
    publicUrl: 'http://127.0.0.1:20000',
    grpcAddress: '127.0.0.1:20001',
    account: { email: 'admin@videocall.test', passwordFile: 'admin-password' },
    parts: [],
  });

  it('is empty before the first start', () => {
    expect(readState(file)).toEqual({ ports: {} });
    expect(runningStack(file)).toBeUndefined();
  });

  it('tells of a stack whose supervisor lives, to its owner alone', () => {
    const self = identify(process.pid);
    if (!self) throw new Error('/proc is not there');
    writeState(file, { ports: { 'web.http': 20000 }, running: running(self) });
    expect(runningStack(file)?.publicUrl).toBe('http://127.0.0.1:20000');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("does not take another process that got the supervisor's pid for it", () => {
    writeState(file, { ports: {}, running: running({ pid: process.pid, startTime: '1' }) });
    expect(runningStack(file)).toBeUndefined();
  });
});
