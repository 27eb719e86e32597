/** The largest datagram that is answered, in bytes: what fits an Ethernet frame (RFC 894) without being cut, with headroom. */
export const MAX_DATAGRAM_BYTES = 1472;
/** Ports below belong to the system's services (RFC 6335 §6), which answer on their own. */
const FIRST_USER_PORT = 1024;

export type DatagramRefusal = 'too_large' | 'service_port';

/**
 * Whether a datagram may be answered at all. A sender's port that is a service's is no person's: with a forged address two
 * services would answer each other for ever (two echoes as well, hence our own port).
 *
 * @param ownPort the port that this echo listens on
 */
export function datagramRefusal(bytes: number, senderPort: number, ownPort: number): DatagramRefusal | undefined {
  if (senderPort < FIRST_USER_PORT || senderPort === ownPort) return 'service_port';
  return bytes > MAX_DATAGRAM_BYTES ? 'too_large' : undefined;
}
