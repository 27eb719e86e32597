import { readFile } from 'node:fs/promises';
import { getCACertificates } from 'node:tls';
import { credentialOf, TurnClient, type TurnCredential } from '@videocall/turn-client';
import { explain } from '../../explain.ts';
import { Findings } from '../finding.ts';
import type { Platform } from '../platform.ts';

/** coturn's own secret, mounted by the compose file. */
const SECRET_FILE = '/run/secrets/turn-secret';
const UNAUTHORIZED = 401;
const VALID_SECONDS = 300;

/** One of a relay's addresses: `turn:host:3478?transport=udp` (RFC 7065). */
interface RelayAddress {
  readonly url: string;
  readonly over: 'UDP' | 'TCP' | 'TLS';
  readonly host: string;
  readonly port: number;
}

export function relayAddress(url: string): RelayAddress | undefined {
  const parts = /^(turns?):([^:?]+)(?::(\d+))?(?:\?transport=(udp|tcp))?$/.exec(url);
  if (!parts) return undefined;
  const [, scheme, host = '', port, transport] = parts;
  const secure = scheme === 'turns';
  const over = secure ? 'TLS' : transport === 'tcp' ? 'TCP' : 'UDP';
  return { url, over, host, port: Number(port ?? (secure ? 5349 : 3478)) };
}

/** Asks for a relay and gives it back. @returns the refusal's code, 0 when it was granted */
async function allocate(
  { over, host, port }: RelayAddress,
  credential: TurnCredential,
  authorities: readonly string[],
): Promise<number> {
  const client = await TurnClient.connect(over, { host, port }, credential, authorities.join('\n'));
  try {
    const { error } = await client.allocate();
    if (error === 0) await client.release();
    return error;
  } finally {
    client.close();
  }
}

/** Who has the wrong secret: coturn, when it does not take what is made from the file either. */
async function cureForRefusal(address: RelayAddress, authorities: readonly string[]): Promise<string> {
  const secret = (await readFile(SECRET_FILE, 'utf8')).trim();
  const own = credentialOf(secret, 'doctor', Math.floor(Date.now() / 1000) + VALID_SECONDS);
  const refused = await allocate(address, own, authorities).catch(() => UNAUTHORIZED);
  const which = refused === 0 ? 'call-orchestrator makes its credentials from' : 'coturn has';
  return `${which} another secret than deploy/secrets/turn-secret: deploy/videocall deploy starts both with the one in the file. If it persists, compare the clocks`;
}

/** Whether the relays take the credentials that clients are given. */
export async function checkRelay(platform: Platform): Promise<Findings> {
  const findings = new Findings('relay');
  const authorities = getCACertificates('default');
  const { iceServers } = await platform.mediaConfiguration();
  const relays = iceServers.flatMap(({ urls, username = '', credential = '' }) =>
    [urls].flat().flatMap((url) => {
      const address = relayAddress(url);
      return address ? [{ address, credential: { username, password: credential } }] : [];
    }),
  );
  if (relays.length === 0) {
    findings.fail(
      'the profile turn is on, but clients are told of no relay',
      'call-orchestrator was started without TURN_URLS: deploy/videocall deploy',
    );
    return findings;
  }
  for (const { address, credential } of relays) {
    const { url, over, port, host } = address;
    try {
      const error = await allocate(address, credential, authorities);
      if (error === 0) findings.good(`${url} gives relays`);
      else if (error === UNAUTHORIZED)
        findings.fail(
          `${url} refuses the credentials that clients are given (401): the TURN secret is wrong`,
          await cureForRefusal(address, authorities),
        );
      else
        findings.fail(
          `${url} gives no relay (error ${error})`,
          '486 and 508: all relays are taken, enlarge TURN_RELAY_PORTS in deploy/.env; else deploy/videocall logs coturn',
        );
    } catch (error) {
      const open =
        over === 'TLS'
          ? `see deploy/videocall logs nginx and coturn; the certificate must be for ${host}`
          : `open the port: sudo ufw allow ${port}/${over.toLowerCase()}`;
      findings.fail(
        `${url} cannot be used: ${explain(error)}`,
        `${open}; see that coturn runs: deploy/videocall logs coturn`,
      );
    }
  }
  return findings;
}
