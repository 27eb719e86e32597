import { parseArgs } from 'node:util';
import { explain } from '../explain.ts';
import { examine } from './examine.ts';
import { PARTS, type Finding, type Part } from './finding.ts';
import { HostFacts } from './host-facts.ts';
import { doctorSettings } from './settings.ts';

const MARKS = { good: '✔', warning: '!', failed: '✖', unknown: '?' } as const;

function line({ part, outcome, says, cure }: Finding): string {
  const what = `${MARKS[outcome]} ${part}: ${says}`;
  return cure === undefined ? `${what}\n` : `${what}\n    → ${cure}\n`;
}

const OPTIONS = { json: { type: 'boolean', default: false }, part: { type: 'string' } } as const;

/** @throws Error saying what is wrong with the options */
function readOptions(args: readonly string[]): { readonly json: boolean; readonly part: Part | undefined } {
  const { json, part } = parseArgs({ args: [...args], options: OPTIONS }).values;
  const known = PARTS.find((name) => name === part);
  if (part !== undefined && known === undefined) throw new Error(`there is no part "${part}"`);
  return { json, part: known };
}

/**
 * Finds out what is wrong with this server and says what to do about it. `--json`: findings as JSON, one object;
 * `--part NAME`: that part alone.
 * @returns 1 when something has failed
 */
export async function run(args: readonly string[]): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(args);
  } catch (error) {
    process.stderr.write(`${explain(error)}\nusage: care doctor [--json] [--part ${PARTS.join('|')}]\n`);
    return 2;
  }
  const { json, part } = options;
  const settings = doctorSettings(process.env);
  const facts = HostFacts.parse(JSON.parse(settings.HOST_FACTS));
  const findings: Finding[] = [];
  for await (const finding of examine({ settings, facts }, part, (name) => process.stderr.write(`▸ ${name}\n`))) {
    findings.push(finding);
    if (!json) process.stdout.write(line(finding));
  }
  const failed = findings.filter(({ outcome }) => outcome === 'failed').length;
  if (json) process.stdout.write(`${JSON.stringify({ healthy: failed === 0, findings }, undefined, 2)}\n`);
  else process.stdout.write(failed === 0 ? '\nNothing is wrong.\n' : `\n${failed} to be cured, the first first.\n`);
  return failed === 0 ? 0 : 1;
}
