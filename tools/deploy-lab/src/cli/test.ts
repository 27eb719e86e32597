// npm run test:deploy [-- NAME…]: deploy/ as it is, on a VPS of its own, from a fresh clone. Apart from npm test.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { explain, generateCode, repositoryEnvironment, step } from '@videocall/stack';
import { clearEngine } from '../engine/daemon.ts';
import { whyNoLab } from '../engine/requirements.ts';
import { REPOSITORY } from '../folders.ts';
import { buildBaseImages } from '../images/build-base-images.ts';
import { outside, startEngine, stopLab } from '../lab.ts';
import { runningLab } from '../lab-state.ts';
import { ensureAuthority, TRUSTED } from '../deployment/authority.ts';
import { withLock } from '../process/lock.ts';
import { describeCost } from './cost.ts';

const HELP = `npm run test:deploy [-- [--reuse] NAME…]

Starts a container engine in a network of its own, builds the images, brings everything up, and tries it from outside. About
half an hour on two cores the first time. With names, only the specs of those names. A lab that runs already
(npm run lab -- up) is used and left running.

  --reuse   tries the product that runs in it, instead of building it and bringing it up anew
`;

/** As long as another run may take. */
const PATIENCE_MS = 60 * 60_000;

/** Runs the specs where users are. @returns Jest's exit code */
async function runSpecs(names: readonly string[]): Promise<number> {
  const jest = join(REPOSITORY, 'node_modules/.bin/jest');
  const config = join(REPOSITORY, 'tools/deploy-lab/jest.deploy.config.mjs');
  const [program = '', ...args] = outside.command([
    'setpriv',
    '--pdeathsig',
    'TERM',
    '--',
    jest,
    '-c',
    config,
    ...names,
  ]);
  const child = spawn(program, args, {
    cwd: REPOSITORY,
    env: {
      ...repositoryEnvironment(),
      NODE_EXTRA_CA_CERTS: TRUSTED,
      NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

function skip(reason: string): never {
  const line = '!'.repeat(100);
  process.stdout.write(
    `\n${line}\n!! SKIPPED: nothing of deploy/ was tried.\n!! ${reason}\n${line}\n\n0 passed, 0 failed, SKIPPED\n`,
  );
  process.exit(0);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', default: false }, reuse: { type: 'boolean', default: false } },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
let mine = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void (mine ? stopLab() : Promise.resolve()).finally(() => process.exit(130)));
}

/** From an engine to the result. @returns Jest's exit code */
async function tryEverything(): Promise<number> {
  const begun = performance.now();
  mine = runningLab() === undefined;
  mine = await step('lab', startEngine);
  await step('images', buildBaseImages);
  if (!values.reuse) await clearEngine();
  await ensureAuthority();
  const code = await runSpecs(positionals);
  process.stdout.write(`\n${await describeCost(performance.now() - begun)}\n`);
  if (mine) await step('take the lab down', stopLab);
  return code;
}

try {
  const obstacle = await step('system packages', whyNoLab);
  if (obstacle !== undefined) skip(obstacle);
  await step('generated code', generateCode);
  const onWait = (holder: number): void =>
    void process.stdout.write(`process ${holder} tries deploy/ already; waiting\n`);
  process.exit(await withLock('test', { patienceMs: PATIENCE_MS, onWait }, tryEverything));
} catch (error) {
  process.stderr.write(`\n✖ ${explain(error)}\n`);
  if (mine) await stopLab();
  process.stdout.write('\n0 passed, 1 failed\n');
  process.exit(1);
}
