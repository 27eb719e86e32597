import type { Context } from '../context.ts';
import { explain } from '../../explain.ts';
import { edgeAt, type Edge } from '../edge.ts';
import { Findings } from '../finding.ts';
import { hasProfile, hostAddress } from '../settings.ts';

const DAY_MS = 24 * 3600 * 1000;
const WARN_DAYS = 14;

/** How a certificate is renewed, by TLS_MODE. */
function renewal(mode: string): string {
  if (mode === 'files')
    return 'put a new fullchain.pem and privkey.pem for both names into deploy/secrets/tls, then deploy/videocall deploy';
  return mode === 'letsencrypt'
    ? 'renew it: deploy/videocall certificates renew'
    : 'have another one made: deploy/videocall deploy';
}

/** What of a certificate is wrong for a name. */
function judge({ certificate, distrust }: Edge, name: string, mode: string, findings: Findings): void {
  const renew = renewal(mode);
  const days = Math.floor((certificate.validToDate.getTime() - Date.now()) / DAY_MS);
  const until = certificate.validToDate.toISOString().slice(0, 10);
  if (certificate.validFromDate.getTime() > Date.now())
    findings.fail(
      `the certificate of ${name} is not valid yet`,
      `set the clock right: sudo timedatectl set-ntp true; else ${renew}`,
    );
  else if (days < 0) findings.fail(`the certificate of ${name} expired on ${until}`, renew);
  else if (certificate.checkHost(name) === undefined)
    findings.fail(
      `the certificate is not for ${name}`,
      `${renew}; see that DOMAIN and TURN_DOMAIN in deploy/.env are right`,
    );
  else if (mode === 'self-signed')
    findings.warn(
      `the certificate of ${name} is self-signed: browsers warn, and relays over TLS do not work`,
      'set TLS_MODE=letsencrypt in deploy/.env once the DNS is right, then deploy/videocall certificates renew',
    );
  else if (distrust !== undefined)
    findings.fail(`browsers do not trust the certificate of ${name} (${distrust})`, renew);
  else if (days < WARN_DAYS)
    findings.warn(
      `the certificate of ${name} ends on ${until}: renewing does not work`,
      `${renew}; see deploy/videocall logs certbot`,
    );
  else findings.good(`the certificate of ${name} is good until ${until}`);
}

/** Whether browsers take the certificates. */
export async function checkCertificate({ settings }: Context): Promise<Findings> {
  const findings = new Findings('certificate');
  const { DOMAIN, TURN_DOMAIN, TLS_MODE } = settings;
  const names = hasProfile(settings, 'turn') ? [DOMAIN, TURN_DOMAIN || `turn.${DOMAIN}`] : [DOMAIN];
  for (const name of names) {
    try {
      judge(await edgeAt(hostAddress(settings), name), name, TLS_MODE, findings);
    } catch (error) {
      findings.fail(
        `nothing answers for ${name} on port 443: ${explain(error)}`,
        'see why: deploy/videocall logs nginx; for TURN also deploy/videocall logs coturn',
      );
    }
  }
  return findings;
}
