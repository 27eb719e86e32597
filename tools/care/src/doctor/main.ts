import { parseArgs } from 'node:util';
import { examine } from './examine.ts';
import type { Finding } from './finding.ts';
import { HostFacts } from './host-facts.ts';
import { doctorSettings } from './settings.ts';

const MARKS = { good: '✔', warning: '!', failed: '✖', unknown: '?' } as const;

function line({ part, outcome, says, cure }: Finding): string {
  const what = `${MARKS[outcome]} ${part}: ${says}`;
  return cure === undefined ? `${what}\n` : `${what}\n    → ${cure}\n`;
}

/**
 * Finds out what is wrong with this server and says what to do about it. `--json`: findings as JSON, one object.
 * @returns 1 when something has failed
 */
export async function run(args: readonly string[]): Promise<number> {
  let json: boolean;
  try {
    json = parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } }).values.json;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\nusage: care doctor [--json]\n`);
    return 2;
  }
  const settings = doctorSettings(process.env);
  const facts = HostFacts.parse(JSON.parse(settings.HOST_FACTS));
  const findings: Finding[] = [];
  for await (const finding of examine({ settings, facts }, (part) => process.stderr.write(`▸ ${part}\n`))) {
    findings.push(finding);
    if (!json) process.stdout.write(line(finding));
  }
  const failed = findings.filter(({ outcome }) => outcome === 'failed').length;
  if (json) process.stdout.write(`${JSON.stringify({ healthy: failed === 0, findings }, undefined, 2)}\n`);
  else process.stdout.write(failed === 0 ? '\nThis server is well.\n' : `\n${failed} to be cured, the first first.\n`);
  return failed === 0 ? 0 : 1;
}
