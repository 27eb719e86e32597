import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { assemble } from './assemble.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Copying a hundred megabytes on a busy machine. */
const PATIENCE_MS = 60_000;

describe('what an image holds', () => {
  let out: string;

  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), 'videocall-image-'));
  });
  afterEach(() => rmSync(out, { recursive: true }));

  /** Starts a service without settings, and without any node_modules but those gathered. */
  function start(app: string): string {
    const program = { cwd: join(out, 'apps', app), env: {}, encoding: 'utf8' } as const;
    const { stderr, stdout } = spawnSync(process.execPath, ['dist/main.js'], program);
    return `${stdout}${stderr}`;
  }

  it(
    'is enough for a service to start and ask for its settings, and nothing that only builds or tests',
    () => {
      assemble(root, 'apps/auth', out);
      expect(start('auth')).toContain('HTTP_PORT: is missing');
      for (const tool of ['typescript', 'jest', 'nx', 'prisma', 'vite', '@videocall/testing'])
        expect(existsSync(join(out, 'node_modules', tool))).toBe(false);
      const files = readdirSync(out, { recursive: true, encoding: 'utf8' });
      const own = files.filter((file) => /^(apps|libs)\//.test(file));
      expect(own.filter((file) => /\.spec\.|\/src(\/|$)|\.d\.ts$/.test(file))).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'is enough for the care programs, which run from source',
    () => {
      assemble(root, 'tools/care', out);
      const { stderr } = spawnSync(process.execPath, ['tools/care/src/main.ts', 'migrate'], {
        cwd: out,
        env: {},
        encoding: 'utf8',
      });
      expect(stderr).toContain('the setting DATABASE_OWNER_URL is missing');
    },
    PATIENCE_MS,
  );

  it('cannot be gathered for what is not there', () => {
    expect(() => assemble(root, 'apps/nothing', out)).toThrow('apps/nothing is no workspace here');
  });
});
