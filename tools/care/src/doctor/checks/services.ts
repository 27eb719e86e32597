import type { Context } from '../context.ts';
import { Findings } from '../finding.ts';

const WELL = new Set(['healthy', 'running']);

/** Whether everything runs that the configuration wants. */
export async function checkServices({ facts: { services } }: Context): Promise<Findings> {
  const findings = new Findings('services');
  if (services.length === 0) {
    findings.unknown('what runs is known to the host only: use deploy/videocall doctor');
    return findings;
  }
  for (const { name, state, once, exitCode } of services) {
    if (WELL.has(state) || (once && state === 'exited' && exitCode === 0)) continue;
    const logs = `deploy/videocall logs ${name}`;
    if (state === 'starting') findings.warn(`${name} is still starting`, `wait a minute and look again; else: ${logs}`);
    else if (state === 'unhealthy')
      findings.fail(
        `${name} runs but is not ready`,
        `see why: ${logs}. What it needs may be down: the other findings say`,
      );
    else if (once)
      findings.fail(`${name} failed (exit code ${exitCode})`, `see why: ${logs}; then deploy/videocall deploy`);
    else
      findings.fail(
        `${name} does not run (${state})`,
        `start it: deploy/videocall deploy; see why it stopped: ${logs}`,
      );
  }
  if (findings.all.length === 0) findings.good(`all ${services.length} services run`);
  return findings;
}
