// Packs the library for use outside this repository: workspace packages are carried inside, since no registry has them.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '..', '..');
const out = process.argv[2] ?? here;
const staging = mkdtempSync(join(tmpdir(), 'client-sdk-'));
const CARRIED = ['errors', 'quality-profiles', 'signalling'];

const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** A package's manifest for consumers: without what only this workspace knows. */
function published({ name, version, description, type, license, dependencies, exports, files }) {
  const { types, default: main } = exports['.'];
  return { name, version, description, type, license, exports: { '.': { types, default: main } }, files, dependencies };
}

function stage(from, to, change = {}) {
  mkdirSync(to, { recursive: true });
  const withoutTests = (path) => !/\.spec\.|\.tsbuildinfo$/.test(path);
  cpSync(join(from, 'dist'), join(to, 'dist'), { recursive: true, filter: withoutTests });
  writeFileSync(join(to, 'package.json'), JSON.stringify({ ...published(manifestOf(from)), ...change }, null, 2));
}

execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', here], { stdio: 'inherit' });
const carried = CARRIED.map((name) => manifestOf(join(root, 'libs', name)));
// What the carried packages need from npm is needed by the whole.
const dependencies = Object.assign(
  {},
  ...carried.map((manifest) => manifest.dependencies),
  manifestOf(here).dependencies,
);
stage(here, staging, { dependencies, bundleDependencies: carried.map(({ name }) => name) });
for (const name of CARRIED) stage(join(root, 'libs', name), join(staging, 'node_modules', '@videocall', name));
cpSync(join(here, 'README.md'), join(staging, 'README.md'));
execFileSync('npm', ['pack', '--silent', '--pack-destination', out], { cwd: staging, stdio: 'inherit' });
rmSync(staging, { recursive: true });
