import { Resolver } from 'node:dns/promises';
import type { Context } from '../context.ts';
import { destinationOf, edgeAt, type Edge } from '../edge.ts';
import { Findings } from '../finding.ts';
import { hasProfile, hostAddress, publicAddresses } from '../settings.ts';

const LOOKUP_MS = 3_000;

/** Whether an address is this machine's: it leads here, or, where no way leads from here to its kind, an interface has it. */
async function isOurs(address: string, { settings, facts }: Context, here: Edge): Promise<boolean> {
  const destination = await destinationOf(address, settings.DOMAIN, here);
  return destination === 'no route' ? facts.addresses.includes(address) : destination === 'here';
}

/** What the DNS says of a name; nothing where it says nothing. */
async function lookUp(name: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: LOOKUP_MS, tries: 2 });
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}

/** Whether PUBLIC_IPV4 and PUBLIC_IPV6 are this machine's, from where people are. */
async function checkPublic(context: Context, here: Edge, findings: Findings): Promise<Set<string>> {
  const { settings, facts } = context;
  const right = new Set<string>();
  const configured = publicAddresses(settings);
  if (configured.length === 0)
    findings.fail('no public address is configured', 'set PUBLIC_IPV4 in deploy/.env: deploy/videocall configure');
  for (const address of configured) {
    if (await isOurs(address, context, here)) {
      right.add(address);
      continue;
    }
    const setting = address.includes(':') ? 'PUBLIC_IPV6' : 'PUBLIC_IPV4';
    findings.fail(
      `${setting}=${address} does not lead to this server: clients are told to send sound and picture there`,
      `set ${setting} in deploy/.env to the server's public address (its interfaces have ${facts.addresses.join(', ') || 'none'}), then deploy/videocall deploy. If it is right, open 443/tcp in the firewall and at the provider`,
    );
  }
  return right;
}

/** Whether the names lead to this machine. */
async function checkNames(context: Context, here: Edge, right: Set<string>, findings: Findings): Promise<void> {
  const { settings } = context;
  const { DOMAIN, TURN_DOMAIN } = settings;
  const names = hasProfile(settings, 'turn') ? [DOMAIN, TURN_DOMAIN || `turn.${DOMAIN}`] : [DOMAIN];
  const configured = publicAddresses(settings).join(' and ');
  for (const name of names) {
    const found = await lookUp(name);
    if (found.length === 0)
      findings.fail(
        `the DNS knows no address of ${name}`,
        `make an A record for ${name} with ${configured} where you have the domain`,
      );
    for (const address of found) {
      if (right.has(address) || (await isOurs(address, context, here))) continue;
      findings.fail(
        `the DNS says that ${name} is at ${address}, which is not this server`,
        `change the ${address.includes(':') ? 'AAAA' : 'A'} record of ${name} to ${configured} where you have the domain; it takes as long to be seen as the record's TTL`,
      );
    }
  }
}

/** Whether names and addresses lead to this machine. With the profile `tunnel` the names lead to the tunnel's provider. */
export async function checkAddress(context: Context): Promise<Findings> {
  const findings = new Findings('address');
  const { settings } = context;
  if (hasProfile(settings, 'tunnel')) {
    findings.unknown('the names lead to the tunnel, so they say nothing of this machine');
    return findings;
  }
  let here: Edge;
  try {
    here = await edgeAt(hostAddress(settings), settings.DOMAIN);
  } catch {
    findings.unknown('the edge does not answer even inside, so there is nothing to compare with');
    return findings;
  }
  const right = await checkPublic(context, here, findings);
  await checkNames(context, here, right, findings);
  if (!findings.isBad) findings.good(`${settings.DOMAIN} leads here`);
  return findings;
}
