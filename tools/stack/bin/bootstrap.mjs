// From a fresh clone to a program of ours running on our Node. This file runs on the machine's Node, before anything is
// installed, so it imports nothing but Node itself.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const node = `${root}node_modules/.bin/node`;
const CLI = new URL('../src/cli/', import.meta.url);
const OLDEST_NODE = [20, 19];

/** Prints the reason and what to do, and ends. */
function giveUp(message) {
  process.stderr.write(`\n✖ ${message}\n`);
  process.exit(1);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  giveUp(
    `Node ${OLDEST_NODE.join('.')} or newer is needed to begin, this is ${process.versions.node}.\n  See https://nodejs.org/en/download, or: sudo apt-get install nodejs`,
  );
}

/** Entries of a lock file that must be there: not other platforms' optional ones. */
function entries(path) {
  return Object.entries(JSON.parse(readFileSync(path, 'utf8')).packages).filter(
    ([name, { optional }]) => name.startsWith('node_modules/') && !optional,
  );
}

/** Whether node_modules holds what the lock file names. npm keeps a lock file of what it installed. */
function isInstalled() {
  const installedLock = `${root}node_modules/.package-lock.json`;
  if (!existsSync(node) || !existsSync(installedLock)) return false;
  const installed = new Map(entries(installedLock));
  return entries(`${root}package-lock.json`).every(([name, { version, link }]) =>
    link ? existsSync(root + name) : installed.get(name)?.version === version,
  );
}

/** Runs a program to its end, passing on what we are told to stop by. @returns its exit code */
async function run(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal's Ctrl-C reaches the child too, which then takes its time to stop everything in order.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)));
  }
  return new Promise((resolve) => {
    child.once('error', (error) => giveUp(`${command}: ${error.message}`));
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

async function install() {
  const started = performance.now();
  process.stdout.write('▸ npm packages (about two minutes the first time)\n');
  const code = await run('npm', ['ci', '--strict-allow-scripts', '--no-audit', '--no-fund', '--loglevel', 'error']);
  if (code !== 0)
    giveUp('npm ci failed, see above. Is the npm registry reachable (npm ping)? Is there room on the disk (2 GB)?');
  process.stdout.write(`✔ npm packages ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
}

async function runProgram(program) {
  // `--pdeathsig`: nothing is left running when this process is killed.
  const script = fileURLToPath(new URL(program, CLI));
  process.exit(await run('setpriv', ['--pdeathsig', 'TERM', '--', node, script, ...process.argv.slice(2)]));
}

/**
 * Installs what the lock file names if it is not there, and runs a program of ours on the Node that this brings.
 * @param {string | URL} program path below tools/stack/src/cli, or where else it is
 */
export async function installAndRun(program) {
  requireNode();
  if (!isInstalled()) await install();
  await runProgram(program);
}

/**
 * Runs a program of ours on what is installed, whatever the lock file says by now: a running stack must not have its
 * packages changed under it.
 * @param {string} program path below tools/stack/src/cli
 */
export async function runInstalled(program) {
  if (!existsSync(node)) giveUp('Nothing is installed here yet, so nothing runs. npm run up installs and starts it.');
  await runProgram(program);
}
