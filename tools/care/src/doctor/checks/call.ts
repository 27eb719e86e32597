import type { Way } from '@videocall/synthetic-participant';
import { Findings } from '../finding.ts';
import { hasProfile, publicAddresses, type DoctorSettings } from '../settings.ts';
import type { TestCall, WayResult } from '../test-call.ts';

/** The ways on which the participants of the test call go in: one each. */
export function waysOf(settings: DoctorSettings): Way[] {
  return hasProfile(settings, 'turn') ? ['udp', 'tcp', 'relay-udp'] : ['udp', 'tcp', 'udp'];
}

function mediaPorts({ MEDIA_PORT_BASE, MEDIA_WORKERS }: DoctorSettings): string {
  return MEDIA_WORKERS === 1 ? String(MEDIA_PORT_BASE) : `${MEDIA_PORT_BASE}:${MEDIA_PORT_BASE + MEDIA_WORKERS - 1}`;
}

/** What to do when media finds no way. */
function cureOf(way: Way, settings: DoctorSettings): string {
  if (way === 'udp' || way === 'tcp')
    return `open the media ports: sudo ufw allow ${mediaPorts(settings)}/${way}, and in the provider's firewall; see that PUBLIC_IPV4 is this server's address`;
  return 'see the findings on the relay; coturn may relay to the media server only (deploy/videocall logs coturn says "forbidden" otherwise): deploy/videocall deploy gives it the address in PUBLIC_IPV4';
}

function nameOf(way: Way): string {
  return { udp: 'UDP', tcp: 'TCP', 'relay-udp': 'a relay', 'relay-tcp': 'a relay over TCP' }[way];
}

/** What the sfu-node announces must be the server's public address, or nobody outside reaches it. */
function judgeAnnounced(results: readonly WayResult[], settings: DoctorSettings, findings: Findings): void {
  const configured = publicAddresses(settings);
  const wrong = new Set(
    results.flatMap(({ announced }) => announced).filter((address) => !configured.includes(address)),
  );
  for (const address of wrong) {
    findings.fail(
      `sfu-node tells clients that media is at ${address}, which is not PUBLIC_IPV4 or PUBLIC_IPV6`,
      'it runs with older settings: deploy/videocall deploy',
    );
  }
}

/** Whether sound flows between all who came by UDP, by TCP and over a relay. */
export async function checkCall(call: TestCall, settings: DoctorSettings): Promise<Findings> {
  const findings = new Findings('call');
  const results = await call.results();
  judgeAnnounced(results, settings, findings);
  const lost = results.filter(({ route }) => route === undefined);
  for (const { way } of lost) findings.fail(`media finds no way over ${nameOf(way)}`, cureOf(way, settings));
  const arrived = results.filter(({ route }) => route !== undefined);
  for (const { way, route, hears, heardBy } of arrived) {
    if (!route) continue;
    const others = arrived.length - 1;
    if (hears >= others && heardBy >= others)
      findings.good(`a call over ${nameOf(way)}: media goes to ${route.serverAddress} over ${route.protocol}`);
    else
      findings.fail(
        `a call over ${nameOf(way)} is open, but the participant hears ${hears} and is heard by ${heardBy} of ${others}`,
        'sfu-node does not pass media on: deploy/videocall logs sfu-node; restart it with deploy/videocall deploy',
      );
  }
  return findings;
}
