import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** The proxies whose `X-Forwarded-For` is believed. */
export class TrustedProxies {
  readonly #networks = new BlockList();

  /**
   * @param networks addresses or CIDR networks, IPv4 or IPv6
   * @throws TypeError for anything else
   */
  constructor(networks: readonly string[]) {
    for (const network of networks) {
      const [address = '', prefix] = network.split('/');
      const family = familyOf(address);
      if (!family) throw new TypeError(`not an address or network: ${network}`);
      if (prefix === undefined) this.#networks.addAddress(address, family);
      else this.#networks.addSubnet(address, Number(prefix), family);
    }
  }

  /**
   * Who sent a request: the peer of the connection, unless that is a trusted proxy; then the last address in
   * `X-Forwarded-For` that is not one. What stands before that was written by the client itself and may be forged.
   */
  clientAddress(peer: string, forwardedFor: string | undefined): string {
    const hops = (forwardedFor ?? '').split(',').map((hop) => hop.trim());
    let client = plain(peer);
    while (this.#trusts(client)) {
      const hop = plain(hops.pop() ?? '');
      if (!familyOf(hop)) break;
      client = hop;
    }
    return client;
  }

  #trusts(address: string): boolean {
    const family = familyOf(address);
    return family !== undefined && this.#networks.check(address, family);
  }
}

/**
 * What one household or host counts as in a rate limit: an IPv4 address, or the /64 of an IPv6 one (RFC 6177: whoever has
 * one address of it has all).
 */
export function rateLimitAddress(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = (address.split('%', 1)[0] ?? '').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** An IPv4 address as itself where it came mapped into IPv6 (`::ffff:192.0.2.1`). */
function plain(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped?.[1] ?? address;
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  if (isIPv4(address)) return 'ipv4';
  return isIPv6(address) ? 'ipv6' : undefined;
}
