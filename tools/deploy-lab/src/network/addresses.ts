// Addresses inside the lab. They must pass for public ones: the relay's and the media server's rules refuse private and
// documentation ranges. Nothing of them leaves the lab, so that whoever holds them elsewhere does not matter: what goes out
// to the real network is translated. 3ffe::/16 was the 6bone's and has gone back.

const PREFIX = '11.203.0';
const PREFIX_6 = '3ffe:203::';

/** The prefix length of both. */
export const IPV4_LENGTH = 24;
export const IPV6_LENGTH = 64;

/** The lab's router, which leads to the real network. */
export const ROUTER = addressOf(1);

/** The cable between the router and this machine (RFC 6598, used between providers and customers). */
export const UPLINK = { machine: '100.64.203.1', router: '100.64.203.2', length: 30 } as const;

export interface HostAddress {
  readonly ipv4: string;
  readonly ipv6: string;
}

/** @param number 1 to 254 */
export function addressOf(number: number): HostAddress {
  return { ipv4: `${PREFIX}.${number}`, ipv6: `${PREFIX_6}${number}` };
}
