import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { explain } from '../explain.ts';
import { checkAddress } from './checks/address.ts';
import { checkCall, waysOf } from './checks/call.ts';
import { checkCertificate } from './checks/certificate.ts';
import { checkClock } from './checks/clock.ts';
import { checkDatabase } from './checks/database.ts';
import { checkDisk } from './checks/disk.ts';
import { checkPorts } from './checks/ports.ts';
import { checkRecording } from './checks/recording.ts';
import { checkRelay } from './checks/relay.ts';
import { checkServices } from './checks/services.ts';
import { checkStorage } from './checks/storage.ts';
import { checkVersions } from './checks/versions.ts';
import type { Context } from './context.ts';
import { edgeAt } from './edge.ts';
import { Findings, type Finding, type Part } from './finding.ts';
import { Platform } from './platform.ts';
import { hasProfile, hostAddress } from './settings.ts';
import { TestCall } from './test-call.ts';

/** Told what is looked at now. */
type Report = (part: Part) => void;

const LONE_CHECKS: readonly (readonly [Part, (context: Context) => Promise<Findings>])[] = [
  ['services', checkServices],
  ['versions', checkVersions],
  ['disk', checkDisk],
  ['clock', checkClock],
  ['database', checkDatabase],
  ['address', checkAddress],
  ['certificate', checkCertificate],
  ['ports', checkPorts],
  ['storage', checkStorage],
];

const AS_USER: readonly Part[] = ['relay', 'call', 'recording'];

/** Whether a part is to be looked at. */
type Wanted = (part: Part) => boolean;

/** A self-signed certificate is trusted for what follows, if it is the one that the edge shows inside. */
async function trustOwnCertificate({ settings }: Context): Promise<void> {
  if (settings.TLS_MODE !== 'self-signed') return;
  try {
    const { certificate } = await edgeAt(hostAddress(settings), settings.DOMAIN);
    setDefaultCACertificates([...getCACertificates('default'), certificate.toString()]);
  } catch {
    // The finding on the certificate says so.
  }
}

/** Runs a check; one that cannot even be done is a finding too. */
async function guarded(part: Part, check: () => Promise<Findings>, cure: string): Promise<readonly Finding[]> {
  try {
    return (await check()).all;
  } catch (error) {
    return [{ part, outcome: 'failed', says: `could not be done: ${explain(error)}`, cure }];
  }
}

/** What needs the server as its users reach it. */
async function* examineAsUser(context: Context, wanted: Wanted, report: Report): AsyncGenerator<Finding> {
  const { settings } = context;
  const logs =
    'see the findings before this one; deploy/videocall logs api-gateway, auth and call-orchestrator say more';
  await trustOwnCertificate(context);
  report('call');
  let platform: Platform;
  try {
    platform = await Platform.signIn(settings);
  } catch (error) {
    yield {
      part: 'call',
      outcome: 'failed',
      says: `nobody can sign in at https://${settings.DOMAIN}: ${explain(error)}`,
      cure: logs,
    };
    return;
  }
  if (hasProfile(settings, 'turn') && wanted('relay')) {
    report('relay');
    yield* await guarded('relay', () => checkRelay(platform), logs);
  }
  if (!hasProfile(settings, 'media') || !(wanted('call') || wanted('recording'))) return;
  report('call');
  let call: TestCall;
  try {
    call = await TestCall.start(platform, waysOf(settings));
  } catch (error) {
    yield { part: 'call', outcome: 'failed', says: `no call can be held: ${explain(error)}`, cure: logs };
    return;
  }
  try {
    yield* await guarded('call', () => checkCall(call, settings), logs);
    if (!hasProfile(settings, 'recording') || !wanted('recording')) return;
    report('recording');
    yield* await guarded('recording', () => checkRecording(platform, call), 'see why: deploy/videocall logs recorder');
  } finally {
    await call.end();
  }
}

/**
 * Looks at everything, what others depend on first.
 * @param only one part, where the others are not wanted
 */
export async function* examine(context: Context, only: Part | undefined, report: Report): AsyncGenerator<Finding> {
  const wanted: Wanted = (part) => only === undefined || part === only;
  for (const [part, check] of LONE_CHECKS) {
    if (!wanted(part)) continue;
    report(part);
    yield* await guarded(part, () => check(context), 'deploy/videocall logs may say more');
  }
  if (AS_USER.some(wanted)) yield* examineAsUser(context, wanted, report);
}
