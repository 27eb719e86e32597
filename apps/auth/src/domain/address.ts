import { isIPv6 } from 'node:net';

/**
 * The part of an address that belongs to one customer of a provider: all of IPv4, the first 64 bits of IPv6 (RFC 6177), so
 * that nobody gets 2^64 tries by counting through their own network. IPv4 mapped into IPv6 counts as IPv4.
 */
export function addressScope(address: string): string {
  if (!isIPv6(address)) return address;
  // The URL parser writes IPv6 in its one canonical form (WHATWG URL, "host serializer").
  const canonical = new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (mapped) {
    const [high, low] = [mapped[1], mapped[2]].map((group) => Number.parseInt(group ?? '0', 16));
    return [(high ?? 0) >> 8, (high ?? 0) & 255, (low ?? 0) >> 8, (low ?? 0) & 255].join('.');
  }
  const [head = '', tail] = canonical.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const tailGroups = tail === '' ? [] : tail.split(':');
    groups.push(...Array<string>(8 - groups.length - tailGroups.length).fill('0'), ...tailGroups);
  }
  return `${groups.slice(0, 4).join(':')}::/64`;
}
