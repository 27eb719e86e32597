import { createSocket } from 'node:dgram';
import type { Context } from '../context.ts';
import { Findings } from '../finding.ts';

const NTP_PORT = 123;
const ANSWER_MS = 3_000;
const TRIES = 3;
/** Seconds from 1900, where NTP's clock begins, to 1970. */
const NTP_EPOCH = 2_208_988_800;
const WARN_MS = 500;
/** Relays' credentials and tokens carry times that other machines check. */
const FAIL_MS = 5_000;

/** An NTP timestamp (RFC 5905) in milliseconds since 1970. */
function timestamp(packet: Buffer, at: number): number {
  return (packet.readUInt32BE(at) - NTP_EPOCH + packet.readUInt32BE(at + 4) / 2 ** 32) * 1000;
}

/**
 * How far this machine's clock is ahead of a time server's, in milliseconds (SNTP, RFC 4330).
 * @throws Error when the server does not answer
 */
export function clockOffset(server: string): Promise<number> {
  const socket = createSocket('udp4');
  const request = Buffer.alloc(48);
  // Version 4, client.
  request[0] = 0x23;
  return new Promise<number>((resolve, reject) => {
    const impatience = setTimeout(() => reject(new Error('no answer')), ANSWER_MS);
    socket.once('error', reject);
    const sent = Date.now();
    socket.once('message', (answer) => {
      clearTimeout(impatience);
      if (answer.length < 48) reject(new Error('an answer that is no NTP'));
      else resolve((sent + Date.now()) / 2 - (timestamp(answer, 32) + timestamp(answer, 40)) / 2);
    });
    socket.send(request, NTP_PORT, server, (error) => {
      if (error) reject(error);
    });
  }).finally(() => socket.close());
}

/** Whether the clock is right. */
export async function checkClock({ settings: { TIME_SERVER } }: Context): Promise<Findings> {
  const findings = new Findings('clock');
  for (let left = TRIES; left > 0; left -= 1) {
    const offset = await clockOffset(TIME_SERVER).catch(() => undefined);
    if (offset === undefined) continue;
    const says = `the clock is ${(Math.abs(offset) / 1000).toFixed(1)} s ${offset > 0 ? 'ahead' : 'behind'} (by ${TIME_SERVER})`;
    const cure = 'let the machine set its clock: sudo timedatectl set-ntp true; then see timedatectl timesync-status';
    if (Math.abs(offset) >= FAIL_MS) findings.fail(says, cure);
    else if (Math.abs(offset) >= WARN_MS) findings.warn(says, cure);
    else findings.good(`the clock is right (by ${TIME_SERVER})`);
    return findings;
  }
  findings.unknown(
    `${TIME_SERVER} does not answer, so the clock was compared with nothing; UDP port 123 may be closed`,
  );
  return findings;
}
