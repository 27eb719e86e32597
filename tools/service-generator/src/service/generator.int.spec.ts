import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyCheckout } from './checkout-copy.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
/** Everything is built and run anew, on whatever machine. */
const PATIENCE_MS = 300_000;

describe('the service generator', () => {
  const copy = mkdtempSync(join(tmpdir(), 'videocall-generator-'));

  /** Runs a tool in the copy. @throws with what it printed */
  function run(tool: string, ...args: string[]): Promise<string> {
    const env = {
      ...process.env,
      PATH: `${copy}/node_modules/.bin:${process.env['PATH']}`,
      NODE_OPTIONS: tool === 'jest' ? '--experimental-vm-modules' : '',
      NX_DAEMON: 'false',
      NX_WORKSPACE_ROOT_PATH: copy,
    };
    return new Promise((resolve, reject) => {
      execFile(
        join(copy, 'node_modules/.bin', tool),
        args,
        { cwd: copy, env, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => {
          if (error) reject(new Error(`${tool} ${args.join(' ')}:\n${stdout}${stderr}`));
          else resolve(stdout + stderr);
        },
      );
    });
  }

  beforeAll(async () => {
    copyCheckout(root, copy);
    await run(
      'nx',
      'generate',
      '@videocall/service-generator:service',
      'call-quality',
      '--description=Says how good a call is.',
      '--skipInstall',
      '--no-interactive',
    );
  }, PATIENCE_MS);
  afterAll(() => rmSync(copy, { recursive: true }));

  it(
    'makes a service that builds, passes its own tests and starts',
    async () => {
      await run('buf', 'lint', 'proto');
      await run('node', 'tools/generate.mjs');
      await run('tsc', '-b', 'apps/call-quality', 'tools/stack');
      expect(existsSync(join(copy, 'apps/call-quality/dist/main.js'))).toBe(true);
      const result = await run('jest', '-c', 'apps/call-quality/jest.config.mjs', '--ci');
      expect(result).toMatch(/Tests: +5 passed, 5 total/);
    },
    PATIENCE_MS,
  );

  it(
    'leaves nothing for lint to complain of, and tags that the import rules know',
    async () => {
      await run('nx', 'show', 'projects');
      await run('eslint', 'apps/call-quality', 'libs/contracts/src', '--max-warnings', '0');
      expect(JSON.parse(readFileSync(join(copy, 'apps/call-quality/package.json'), 'utf8'))).toMatchObject({
        description: 'Says how good a call is.',
        nx: { tags: ['type:app', 'scope:call-quality'] },
      });
    },
    PATIENCE_MS,
  );

  it('adds the service to what npm run up starts', async () => {
    const program =
      "import { SERVICES } from './tools/stack/src/services/service-table.ts'; console.log(SERVICES.map(({ name }) => name).join());";
    expect(await run('node', '--input-type=module', '-e', program)).toMatch(/call-quality,web$/m);
  });

  it(
    'gives it a container image like the others',
    async () => {
      const project: unknown = JSON.parse(await run('nx', 'show', 'project', 'call-quality', '--json'));
      expect(project).toMatchObject({
        targets: { docker: { options: { command: 'deploy/docker/build.sh $(basename apps/call-quality)' } } },
      });
    },
    PATIENCE_MS,
  );

  it(
    'refuses a name that is taken',
    async () => {
      await expect(
        run('nx', 'generate', '@videocall/service-generator:service', 'auth', '--skipInstall', '--no-interactive'),
      ).rejects.toThrow('apps/auth is there already');
    },
    PATIENCE_MS,
  );
});
