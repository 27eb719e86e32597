import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';

jest.setTimeout(120_000);

const library = fileURLToPath(new URL('..', import.meta.url));
const root = join(library, '..', '..');
const readme = readFileSync(join(library, 'README.md'), 'utf8');

/** A project elsewhere that installed the packed library, and from npm what that needs. */
function consumer(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sdk-consumer-'));
  execFileSync(process.execPath, [join(library, 'pack.mjs'), folder]);
  const [archive = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  const modules = join(folder, 'node_modules');
  const installed = join(modules, '@videocall', 'client-sdk');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['xzf', join(folder, archive), '-C', installed, '--strip-components=1']);
  const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const fromNpm = Object.keys(dependencies).filter((name) => !name.startsWith('@videocall/'));
  for (const name of fromNpm) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return folder;
}

describe('the packed library', () => {
  const folder = consumer();
  afterAll(() => rmSync(folder, { recursive: true }));

  it('compiles the example of its README in a strict project elsewhere', () => {
    const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    expect(example).toContain('createCallClient');
    writeFileSync(join(folder, 'example.ts'), example);
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: 'es2024',
      module: 'nodenext',
      lib: ['es2024', 'dom'],
      types: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['example.ts'] }));
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout, status } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  });

  it('can be imported there', () => {
    const script =
      "const { createCallClient } = await import('@videocall/client-sdk'); console.log(typeof createCallClient);";
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder });
    expect(output.toString().trim()).toBe('function');
  });
});
