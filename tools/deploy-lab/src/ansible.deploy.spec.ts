import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureSystemPackages } from '@videocall/system-packages';
import { REPOSITORY } from './folders.ts';
import { run } from './process/run.ts';

const cwd = join(REPOSITORY, 'deploy', 'ansible');
const PLAYBOOKS = ['site', 'deploy', 'rollback'];

describe('the playbooks of Ansible', () => {
  beforeAll(() => ensureSystemPackages(['ansible-core', 'ansible-lint'], () => undefined), 300_000);

  it('please the linter', async () => {
    await run(['ansible-lint', '--offline', 'playbooks', 'inventories'], { cwd });
  });

  it.each(readdirSync(join(cwd, 'inventories')))('can be read with the inventory %s', async (inventory) => {
    for (const playbook of PLAYBOOKS) {
      const files = ['-i', `inventories/${inventory}`, `playbooks/${playbook}.yml`];
      await run(['ansible-playbook', '--syntax-check', ...files], { cwd });
    }
  });

  it('are told of a test server and a production server, which differ as they must', async () => {
    const told = async (inventory: string): Promise<unknown> => {
      const files = ['-i', `inventories/${inventory}`, '--list', '--export', '--yaml'];
      const yaml = await run(['ansible-inventory', ...files], { cwd });
      return Object.fromEntries(
        ['DOMAIN', 'LOG_LEVEL', 'ECHO_DELAY_MS', 'LOG_UPLOAD'].map((name) => [
          name,
          new RegExp(`^ +${name}: '?([^'\\n]*)'?$`, 'm').exec(yaml)?.[1],
        ]),
      );
    };
    expect(await told('test')).toEqual({
      DOMAIN: 'test.call.example.com',
      LOG_LEVEL: 'debug',
      ECHO_DELAY_MS: '1000',
      LOG_UPLOAD: 'false',
    });
    expect(await told('production')).toEqual({
      DOMAIN: 'call.example.com',
      LOG_LEVEL: 'info',
      ECHO_DELAY_MS: '3000',
      LOG_UPLOAD: 'true',
    });
  });
});
