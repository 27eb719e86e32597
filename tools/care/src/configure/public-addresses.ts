import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { BlockList, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Problem, Values } from './setting.ts';
import { addressSeenBy, type StunServer } from './stun.ts';

/** Servers of two operators that tell whoever asks how they are seen. */
const PUBLIC_SERVERS: readonly StunServer[] = [
  { host: 'stun.cloudflare.com', port: 3478 },
  { host: 'stun.l.google.com', port: 19_302 },
];
const ANSWER_MS = 3_000;

/** Any address of the internet: nothing is sent to it, the system only says by which way it would be. */
const FAR_AWAY = { 4: '198.51.100.1', 6: '2001:db8::1' } as const;

const NOT_PUBLIC = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  NOT_PUBLIC.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  NOT_PUBLIC.addSubnet(network, prefix, 'ipv6');

/** What is known of this machine's place in the internet, for one family. */
export interface Sight {
  /** Addresses of its interfaces. */
  readonly own: readonly string[];
  /** Of these, the one that it sends to the internet from; undefined where there is no way. */
  readonly outgoing: string | undefined;
  /** How the internet sees it; undefined where nobody answered. */
  readonly seen: string | undefined;
}

export interface Sights {
  readonly ipv4: Sight;
  readonly ipv6: Sight;
}

/** Looks at this machine from inside and from outside. */
export async function lookAround(servers = PUBLIC_SERVERS, answerMs = ANSWER_MS): Promise<Sights> {
  const look = async (family: 4 | 6): Promise<Sight> => {
    const outgoing = await outgoingAddress(family);
    const answers = outgoing ? await Promise.all(servers.map((server) => addressSeenBy(server, family, answerMs))) : [];
    return { own: ownAddresses(family), outgoing, seen: answers.find((answer) => answer !== undefined) };
  };
  const [ipv4, ipv6] = await Promise.all([look(4), look(6)]);
  return { ipv4, ipv6 };
}

/** The public addresses by what was seen, for those that nobody has set. An IPv6 one only if the internet knows of it. */
export function detected({ ipv4, ipv6 }: Sights): Values {
  const own = ipv6.outgoing !== undefined && isPublic(ipv6.outgoing) ? ipv6.outgoing : undefined;
  return {
    PUBLIC_IPV4: ipv4.seen ?? ipv4.outgoing ?? '',
    PUBLIC_IPV6: ipv6.seen ?? own ?? '',
  };
}

/** Set addresses that lead elsewhere, and what the operator should know of the others. */
export function verified(
  values: Values,
  { ipv4, ipv6 }: Sights,
): { problems: readonly Problem[]; notes: readonly string[] } {
  const problems: Problem[] = [];
  const notes: string[] = [];
  for (const [name, sight] of Object.entries({ PUBLIC_IPV4: ipv4, PUBLIC_IPV6: ipv6 })) {
    const address = values[name];
    if (!address || address === sight.seen) continue;
    const isOwn = sight.own.includes(address);
    if (sight.seen === undefined) {
      notes.push(
        `${name} is ${address}, ${isOwn ? 'an address of this machine' : 'which no interface of this machine has'}; ` +
          'nobody outside could be asked whether it leads here.',
      );
    } else if (!isOwn || !isPublic(address)) {
      const text = `"${address}" does not lead here: the internet sees this machine as ${sight.seen}. Set that one, or empty it.`;
      problems.push({ name, text });
    }
  }
  return { problems, notes };
}

function ownAddresses(family: 4 | 6): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((one) => one.family === `IPv${family}` && !one.internal)
    .map(({ address }) => address);
}

async function outgoingAddress(family: 4 | 6): Promise<string | undefined> {
  const socket = createSocket(family === 4 ? 'udp4' : 'udp6');
  try {
    const connected = once(socket, 'connect');
    socket.connect(9, FAR_AWAY[family]);
    await connected;
    return socket.address().address;
  } catch {
    // There is no way to the internet in this family.
    return undefined;
  } finally {
    socket.close();
  }
}

function isPublic(address: string): boolean {
  return !NOT_PUBLIC.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
