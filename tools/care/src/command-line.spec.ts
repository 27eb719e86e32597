import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DEPLOY = fileURLToPath(new URL('../../../deploy', import.meta.url));
const COMMANDS = readdirSync(join(DEPLOY, 'commands'))
  .filter((file) => file.endsWith('.sh'))
  .map((file) => file.replace(/\.sh$/, ''));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function ran(program: string, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(program, args, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr });
    });
  });
}
const videocall = (...args: readonly string[]) => ran(join(DEPLOY, 'videocall'), ...args);

describe("the operator's command", () => {
  it('names every command, each with a sentence', async () => {
    const { code, stdout } = await videocall('--help');
    expect(code).toBe(0);
    for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} +[A-Z].*[.:]`, 'm'));
  });

  it.each(COMMANDS)('%s says how it is called', async (name) => {
    const { code, stdout } = await videocall(name, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: deploy/videocall ${name}`);
  });

  it.each([[[]], [['upgrade']], [['../videocall']], [['lib/ui']]])('called as %j is called wrongly', async (args) => {
    const { code, stdout, stderr } = await videocall(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--help');
  });

  it.each([
    ['deploy', '--fast'],
    ['deploy', 'a b'],
    ['deploy', '1.0', '1.1'],
    ['rollback', '--all'],
    ['health', 'auth'],
    ['status', '--xml'],
    ['logs', '--lines', 'many'],
    ['maintenance', 'pause'],
    ['certificates'],
  ])('%s %s is called wrongly, whether or not there is an engine', async (...args) => {
    expect((await videocall(...args)).code).toBe(2);
  });
});

describe('releases', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'videocall-releases-'));
    cpSync(join(DEPLOY, 'commands'), join(folder, 'commands'), { recursive: true });
    mkdirSync(join(folder, 'state'));
    writeFileSync(join(folder, '.env'), '# Settings\nDOMAIN=call.test\nVERSION=1.0\nLOG_LEVEL=info\n');
    chmodSync(join(folder, '.env'), 0o600);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const settings = () => readFileSync(join(folder, '.env'), 'utf8');
  async function script(text: string): Promise<string> {
    const { stdout, stderr, code } = await ran(
      'bash',
      '-euo',
      'pipefail',
      '-c',
      `source "$1/commands/lib/releases.sh"; ${text}`,
      'test',
      folder,
    );
    if (code !== 0) throw new Error(stderr);
    return stdout;
  }

  it('are settled in the settings, in their place and for their owner alone', async () => {
    await script('use_release 1.1; settle_release deployed');
    expect(settings()).toBe(
      '# Settings\nDOMAIN=call.test\nVERSION=1.1\nLOG_LEVEL=info\nSFU_NODE_VERSION=1.1\nCOTURN_VERSION=1.1\nNGINX_VERSION=1.1\n',
    );
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
  });

  it('remember what carries media where it stayed on an earlier version', async () => {
    await script('use_release 1.0; settle_release deployed');
    await script('use_release 1.1; SFU_NODE_VERSION=1.0; settle_release deployed');
    expect(await script('configured_release')).toBe(
      'VERSION=1.1 SFU_NODE_VERSION=1.0 COTURN_VERSION=1.1 NGINX_VERSION=1.1',
    );
    expect(await script('value_in "$(configured_release)" SFU_NODE_VERSION')).toBe('1.0\n');
  });

  it('know which came before, also after going back', async () => {
    for (const version of ['1.0', '1.1', '1.2']) await script(`use_release ${version}; settle_release deployed`);
    const before = async (version = '') => script(`value_in "$(earlier_release ${version})" VERSION`);
    expect(await before()).toBe('1.1\n');
    expect(await before('1.0')).toBe('1.0\n');
    expect((await before('0.9')).trim()).toBe('');
    await script('use_release 1.1; settle_release rolled-back');
    expect(await before()).toBe('1.2\n');
  });

  it('of a server that was never upgraded are the version of its settings', async () => {
    expect(await script('configured_release')).toBe(
      'VERSION=1.0 SFU_NODE_VERSION=1.0 COTURN_VERSION=1.0 NGINX_VERSION=1.0',
    );
    expect(await script('earlier_release')).toBe('');
  });
});
