import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE } from '../folders.ts';
import { withLock } from './lock.ts';

const NAME = `test-${process.pid}`;
const FILE = join(CACHE, `${NAME}.lock`);

describe('a lock', () => {
  it('is refused while another process has it, with that process named, and given when it has ended', async () => {
    await mkdir(CACHE, { recursive: true });
    const other = spawn('sleep', ['60']);
    writeFileSync(FILE, String(other.pid));
    await expect(withLock(NAME, { patienceMs: 300 }, async () => 'done')).rejects.toThrow(`process ${other.pid}`);
    const waiting = withLock(NAME, { patienceMs: 20_000, onWait: () => other.kill('SIGKILL') }, async () => 'done');
    await expect(waiting).resolves.toBe('done');
  });
});
