// npm run lab -- up|down|status|exec: a VPS with an engine, and the world outside, for trying deploy/ by hand.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { explain, step } from '@videocall/stack';
import { buildBaseImages } from '../images/build-base-images.ts';
import { docker } from '../engine/daemon.ts';
import type { LabHost } from '../host.ts';
import { DOMAIN, outside, startEngine, stopLab, vps } from '../lab.ts';
import { runningLab } from '../lab-state.ts';
import { presentHosts } from '../network/lab-network.ts';
import type { Machine } from '../machine/machine.ts';
import { bootVps, machineNamed } from '../machine/machines.ts';

const HELP = `npm run lab -- COMMAND

  up                 starts the lab and makes the images that deploy/ names; as often as you like
  exec HOST CMD…     runs a program of this machine on a host's network: vps, outside, or a machine that was booted;
                     docker there is the lab's: npm run lab -- exec vps docker ps
  boot NAME          boots a whole Debian 12 with systemd beside the VPS; --docker: with an engine
  remove NAME        switches it off and throws it away
  status             what runs
  down               ends it and everything in it; images and layers stay for the next time

The product's name in the lab is ${DOMAIN}. Root only. docs/contributing/deploy-lab.md says more.
`;

async function up(): Promise<void> {
  if (!(await step('lab', startEngine))) process.stdout.write('It ran already.\n');
  await step('images', buildBaseImages);
  process.stdout.write(`\nThe VPS is ${vps.address.ipv4} (${DOMAIN}). npm run lab -- exec vps docker ps\n`);
}

async function status(): Promise<void> {
  const lab = runningLab();
  if (!lab) {
    process.stdout.write('No lab runs. npm run lab -- up starts it.\n');
    return;
  }
  process.stdout.write(`Running since ${lab.startedAt}. Hosts: ${(await presentHosts()).join(', ')}\n\n`);
  process.stdout.write(`${await docker(['ps', '--format', 'table {{.Names}}\t{{.Status}}\t{{.Image}}'])}\n`);
}

function hostNamed(name: string | undefined): LabHost | Machine {
  for (const host of [vps, outside]) if (host.name === name) return host;
  if (name === undefined) throw new Error('which host? vps, outside, or a booted machine');
  return machineNamed(name);
}

async function exec([host, ...command]: readonly string[]): Promise<number> {
  if (!runningLab()) throw new Error('no lab runs; npm run lab -- up starts it');
  if (command.length === 0) throw new Error('exec HOST CMD…: what is to be run?');
  const [program = '', ...args] = hostNamed(host).command(command);
  const child = spawn(program, args, { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

const [command, ...rest] = process.argv.slice(2);
try {
  switch (command) {
    case 'up':
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
        process.once(signal, () => void stopLab().finally(() => process.exit(130)));
      parseArgs({ args: rest });
      await up();
      break;
    case 'exec':
      process.exitCode = await exec(rest[0] === '--' ? rest.slice(1) : rest);
      break;
    case 'boot': {
      const { values, positionals } = parseArgs({
        args: rest,
        allowPositionals: true,
        options: { docker: { type: 'boolean' } },
      });
      const machine = await step(`boot ${positionals[0] ?? ''}`, () => bootVps(positionals[0] ?? '', values));
      process.stdout.write(`${machine.name} is ${machine.address.ipv4}. npm run lab -- exec ${machine.name} bash\n`);
      break;
    }
    case 'remove':
      await machineNamed(rest[0] ?? '').remove();
      break;
    case 'status':
      await status();
      break;
    case 'down':
      await step('take the lab down', stopLab);
      break;
    case '--help':
    case 'help':
      process.stdout.write(HELP);
      break;
    default:
      process.stderr.write(HELP);
      process.exitCode = 2;
  }
} catch (error) {
  process.stderr.write(`\n✖ ${explain(error)}\n`);
  process.exitCode = 1;
}
