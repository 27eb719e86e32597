import { networkInterfaces } from 'node:os';

const WILDCARDS = new Set(['0.0.0.0', '::']);

/**
 * The address to bind for clients: an announced one that is this machine's own, rather than all of them. Bound to all, an
 * answer over UDP leaves from whichever address the kernel prefers towards its receiver, and ICE drops what does not come
 * from where it asked: so on machines with several addresses, or towards the machine's own containers.
 * @param own addresses of this machine's interfaces
 */
export function boundAddress(listenIp: string, announced: string | undefined, own = ownAddresses()): string {
  return announced !== undefined && WILDCARDS.has(listenIp) && own.has(announced) ? announced : listenIp;
}

function ownAddresses(): ReadonlySet<string> {
  return new Set(
    Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.map(({ address }) => address)),
  );
}
