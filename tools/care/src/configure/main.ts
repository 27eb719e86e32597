import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { ask } from './ask.ts';
import { problemsOf } from './check.ts';
import { complete } from './complete.ts';
import { contradictionsOf } from './contradictions.ts';
import { readValues, writeValues } from './env-file.ts';
import { detected, lookAround, verified, type Sights } from './public-addresses.ts';
import { makeSecretFiles } from './secret-files.ts';
import type { Problem, Values } from './setting.ts';
import { SETTINGS } from './settings.ts';

/** What it works on. */
export interface Surroundings {
  /** The checkout's deploy folder. */
  readonly folder: string;
  /** How this machine is seen. */
  look(): Promise<Sights>;
  /** All that comes in on standard input. */
  input(): Promise<string>;
  /** Tells the operator. */
  say(line: string): void;
}

const REAL: Surroundings = {
  // Mounted into the container by deploy/commands/configure.sh.
  folder: '/deploy',
  look: lookAround,
  input: () => text(process.stdin),
  say: (line) => void process.stderr.write(`${line}\n`),
};

/** What the command line says. */
interface Wishes {
  /** From `--set NAME=VALUE` and `--from-stdin`; an empty value counts as not set. */
  readonly set: Values;
  readonly asks: boolean;
  readonly writes: boolean;
}

/**
 * Makes deploy/.env and deploy/secrets, or completes them: asks or takes what was given, generates what is secret, checks
 * every value. Nothing is written while anything is wrong.
 */
export async function run(args: readonly string[], surroundings: Surroundings = REAL): Promise<number> {
  const { folder, say } = surroundings;
  const wishes = await wishesIn(args, surroundings);
  if (typeof wishes === 'string') {
    say(`✖ ${wishes}`);
    return 2;
  }
  const file = join(folder, '.env');
  const sample = readFileSync(join(folder, 'env.sample'), 'utf8');
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const sights = await surroundings.look();
  const filled = (values: Values): Values => complete(values, readValues(sample), readValues(before));

  let given: Values = { ...readValues(before), ...wishes.set };
  given = { ...given, ...onlyMissing(given, detected(sights)) };
  if (wishes.asks) given = await ask(given, filled);
  const values = filled(given);

  const { problems: addressProblems, notes } = verified(values, sights);
  const problems = [...problemsOf(values), ...addressProblems];
  // What is wrong by itself would only show again as a contradiction.
  const all = problems.length > 0 ? problems : [...contradictionsOf(values), ...missingCertificate(values, folder)];
  for (const note of notes) say(`! ${note}`);
  for (const { name, text } of all) say(`✖ ${name}: ${text}`);
  if (all.length > 0) {
    say(`Nothing was written. Set it right with deploy/videocall configure --set NAME=VALUE, or in deploy/.env.`);
    return 1;
  }
  if (wishes.writes) write(surroundings, before, writeValues(sample, values));
  else say('✔ every value is right');
  return 0;
}

/** @returns what is wished, or what is wrong with the arguments */
async function wishesIn(args: readonly string[], { input }: Surroundings): Promise<Wishes | string> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        set: { type: 'string', multiple: true, default: [] },
        'from-stdin': { type: 'boolean', default: false },
        'non-interactive': { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
      },
    });
    // What programs set is not seen by others on the machine, as arguments are.
    const read = values['from-stdin'] ? (await input()).split('\n').filter((line) => /^[^#]/.test(line.trim())) : [];
    const set: Record<string, string> = {};
    for (const one of [...read, ...values.set]) {
      const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(one.trim()) ?? [];
      if (!Object.hasOwn(SETTINGS, name))
        return `"${name || one}" names no setting; deploy/env.sample lists them, as in --set DOMAIN=call.example.com`;
      if (SETTINGS[name]?.always) return `${name} follows from other settings and cannot be set`;
      set[name] = value.trim();
    }
    const isAtTerminal = process.stdin.isTTY === true;
    return { set, asks: isAtTerminal && !values['non-interactive'] && !values.check, writes: !values.check };
  } catch (error) {
    // parseArgs tells what it does not understand.
    return error instanceof Error ? error.message : String(error);
  }
}

/** Found addresses, for those that nobody has set: a PUBLIC_IPV6 that was emptied on purpose stays empty. */
function onlyMissing(given: Values, found: Values): Values {
  return Object.fromEntries(
    Object.entries(found).filter(([name]) => (name === 'PUBLIC_IPV6' ? given[name] === undefined : !given[name])),
  );
}

function missingCertificate({ TLS_MODE }: Values, folder: string): readonly Problem[] {
  if (TLS_MODE !== 'files') return [];
  return ['fullchain.pem', 'privkey.pem']
    .filter((name) => !existsSync(join(folder, 'secrets', 'tls', name)))
    .map((name) => ({
      name: 'TLS_MODE',
      text: `is files, and deploy/secrets/tls/${name} is not there. Put it there first.`,
    }));
}

function write({ folder, say }: Surroundings, before: string, after: string): void {
  const made = makeSecretFiles(join(folder, 'secrets'));
  // Flags for the edge, which reads them as another user.
  const state = join(folder, 'state');
  mkdirSync(state, { recursive: true });
  chmodSync(state, 0o755);
  for (const name of made) say(`✔ made deploy/secrets/${name}`);
  if (before === after) {
    say('✔ deploy/.env is as it was');
    return;
  }
  const file = join(folder, '.env');
  writeFileSync(`${file}.new`, after, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  const [old, now] = [readValues(before), readValues(after)];
  const changed = Object.keys(now).filter((name) => now[name] !== (old[name] ?? ''));
  say(`✔ wrote deploy/.env: ${changed.join(', ') || 'nothing but comments has changed'}`);
  say('deploy/videocall deploy makes it so.');
}
