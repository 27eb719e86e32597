import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { randomBytes } from 'node:crypto';
import type { Context } from '../context.ts';
import { Findings } from '../finding.ts';
import { hasProfile, hostAddress, type DoctorSettings } from '../settings.ts';

const CONNECT_MS = 3_000;
const TRIES = 3;
const TURN_PORT = 3478;
const ECHO_PORT = 5000;

/** A port that must be reachable, and how to find out. */
interface Opening {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  /** What is behind it. */
  readonly service: string;
  readonly probe: (host: string) => Promise<boolean>;
}

function takesConnections(port: number): (host: string) => Promise<boolean> {
  return (host) =>
    new Promise((resolve) => {
      const socket = connect({ host, port, timeout: CONNECT_MS });
      const answer = (open: boolean) => () => {
        socket.destroy();
        resolve(open);
      };
      socket.once('connect', answer(true)).once('timeout', answer(false)).once('error', answer(false));
    });
}

/** Sends a datagram some times and waits for one that answers it. */
async function answersDatagrams(
  host: string,
  port: number,
  datagram: Buffer,
  isAnswer: (answer: Buffer) => boolean,
  waitMs: number,
): Promise<boolean> {
  const { address, family } = await lookup(host, { order: 'ipv4first' });
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  try {
    for (let left = TRIES; left > 0; left -= 1) {
      const answered = await new Promise<boolean>((resolve) => {
        const impatience = setTimeout(() => resolve(false), waitMs);
        socket.removeAllListeners();
        // Unreachable: told at once, or never.
        socket.on('error', () => resolve(false));
        socket.on('message', (answer) => {
          if (!isAnswer(answer)) return;
          clearTimeout(impatience);
          resolve(true);
        });
        socket.send(datagram, port, address);
      });
      if (answered) return true;
    }
    return false;
  } finally {
    socket.close();
  }
}

/** A STUN binding request (RFC 8489), which anybody may send. */
function answersStun(host: string): Promise<boolean> {
  const request = Buffer.concat([Buffer.from('000100002112a442', 'hex'), randomBytes(12)]);
  const isAnswer = (answer: Buffer): boolean =>
    answer.length >= 20 && answer.subarray(8, 20).equals(request.subarray(8, 20));
  return answersDatagrams(host, TURN_PORT, request, isAnswer, CONNECT_MS);
}

function answersEcho(delayMs: number): (host: string) => Promise<boolean> {
  return (host) => {
    const datagram = randomBytes(16);
    return answersDatagrams(host, ECHO_PORT, datagram, (answer) => answer.equals(datagram), delayMs + CONNECT_MS);
  };
}

/** What must be open. Media over UDP answers nobody but the test call's participants. */
function openings(settings: DoctorSettings): Opening[] {
  const tcp = (port: number, service: string): Opening => ({
    port,
    protocol: 'tcp',
    service,
    probe: takesConnections(port),
  });
  const { MEDIA_PORT_BASE, MEDIA_WORKERS, ECHO_DELAY_MS } = settings;
  const wanted: Opening[] = [];
  if (!hasProfile(settings, 'tunnel')) wanted.push(tcp(80, 'nginx'), tcp(443, 'nginx'));
  if (hasProfile(settings, 'media'))
    for (let worker = 0; worker < MEDIA_WORKERS; worker += 1) wanted.push(tcp(MEDIA_PORT_BASE + worker, 'sfu-node'));
  if (hasProfile(settings, 'turn'))
    wanted.push(tcp(TURN_PORT, 'coturn'), { port: TURN_PORT, protocol: 'udp', service: 'coturn', probe: answersStun });
  if (hasProfile(settings, 'echo'))
    wanted.push({ port: ECHO_PORT, protocol: 'udp', service: 'echo-test', probe: answersEcho(ECHO_DELAY_MS) });
  return wanted;
}

/**
 * Whether the ports are open by the public name, on the public address, where the firewall stands before them; where one
 * is not, whether the service answers inside.
 */
export async function checkPorts({ settings }: Context): Promise<Findings> {
  const findings = new Findings('ports');
  const wanted = openings(settings);
  const open = (opening: Opening, host: string): Promise<boolean> => opening.probe(host).catch(() => false);
  const results = await Promise.all(
    wanted.map(async (opening) => ({ opening, reached: await open(opening, settings.DOMAIN) })),
  );
  for (const { opening, reached } of results) {
    if (reached) continue;
    const { port, protocol, service } = opening;
    const inside = await open(opening, hostAddress(settings));
    if (inside)
      findings.fail(
        `${port}/${protocol} is closed: ${service} answers inside but not at ${settings.DOMAIN}`,
        `open it: sudo ufw allow ${port}/${protocol}; if ufw has it open, in the provider's firewall too`,
      );
    else
      findings.fail(
        `nothing answers at ${port}/${protocol}, neither inside nor at ${settings.DOMAIN}`,
        `see whether ${service} runs: deploy/videocall logs ${service}; then open the port: sudo ufw allow ${port}/${protocol}`,
      );
  }
  if (!findings.isBad) {
    const names = wanted.map(({ port, protocol }) => `${port}/${protocol}`).join(', ');
    findings.good(`open at ${settings.DOMAIN}: ${names}`);
  }
  return findings;
}
