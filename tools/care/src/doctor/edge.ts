import type { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';

const CONNECT_MS = 5_000;
const HTTPS = 443;

/** Who answers for a name at an address. */
export interface Edge {
  readonly certificate: X509Certificate;
  /** Why a browser would not trust it, as OpenSSL names it; undefined if it would. */
  readonly distrust: string | undefined;
}

/**
 * Asks whoever is at an address for the certificate of a name.
 * @throws Error when nobody answers there with TLS
 */
export function edgeAt(address: string, name: string): Promise<Edge> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: address,
      port: HTTPS,
      servername: name,
      // What is wrong with it is the finding.
      rejectUnauthorized: false,
    });
    socket.setTimeout(CONNECT_MS, () => socket.destroy(new Error(`no answer within ${CONNECT_MS / 1000} s`)));
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate();
      const { authorized, authorizationError } = socket;
      socket.destroy();
      if (!certificate) reject(new Error('it shows no certificate'));
      else resolve({ certificate, distrust: authorized ? undefined : String(authorizationError) });
    });
  });
}

/** Where an address leads: to the machine whose edge is known, since it shows the same certificate; elsewhere; or no way. */
export type Destination = 'here' | 'elsewhere' | 'no route';

/** A container without IPv6, for an address of IPv6. */
const NO_ROUTE = new Set(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']);

export async function destinationOf(address: string, name: string, here: Edge): Promise<Destination> {
  try {
    const { certificate } = await edgeAt(address, name);
    return certificate.fingerprint256 === here.certificate.fingerprint256 ? 'here' : 'elsewhere';
  } catch (error) {
    return NO_ROUTE.has(String(Reflect.get(Object(error), 'code'))) ? 'no route' : 'elsewhere';
  }
}
