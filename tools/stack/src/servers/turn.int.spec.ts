import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { issueCertificate } from '@videocall/provision';
import { credentialOf, TurnClient } from '@videocall/turn-client';
import { freePort, freePorts } from '../process/free-port.ts';
import { waitFor } from '../process/wait-for.ts';
import { startServer, type Server } from './start-server.ts';
import { turnProcess } from './turn.ts';

const ADDRESS = '127.0.0.1';
/** Where the sfu-node would be. */
const MEDIA = '127.0.0.9';
const SECRET = randomBytes(24).toString('base64url');
const RELAYS = 60;

const inMinutes = (minutes: number) => Math.floor(Date.now() / 1_000) + minutes * 60;

/** Answers every datagram with itself, and remembers it. */
async function echo(address: string, port = 0): Promise<{ socket: Socket; port: number; heard: string[] }> {
  const socket = createSocket('udp4');
  const heard: string[] = [];
  socket.on('message', (data, { address: from, port: fromPort }) => {
    heard.push(data.toString());
    socket.send(data, fromPort, from);
  });
  socket.bind(port, address);
  await once(socket, 'listening');
  return { socket, port: socket.address().port, heard };
}

describe('the TURN server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'videocall-turn-'));
  const certificate = issueCertificate(join(folder, 'certificates'), 'coturn');
  const authority = readFileSync(certificate.caFile, 'utf8');
  const clients: TurnClient[] = [];
  let server: Server;
  let port: number;
  let tlsPort: number;

  beforeAll(async () => {
    [port, tlsPort] = [await freePort(), await freePort()];
    const first = await freePorts(RELAYS);
    server = await startServer(
      turnProcess({
        ...certificate,
        dataDir: join(folder, 'turn'),
        address: ADDRESS,
        port,
        tlsPort,
        relayPorts: [first, first + RELAYS - 1],
        mediaAddresses: [MEDIA],
        secret: SECRET,
        logFile: join(folder, 'log'),
      }),
    );
  }, 60_000);

  afterAll(async () => {
    for (const client of clients) client.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  async function client(
    over: 'UDP' | 'TCP' | 'TLS' = 'UDP',
    credential = credentialOf(SECRET, 'user_1', inMinutes(30)),
  ): Promise<TurnClient> {
    const place = { host: ADDRESS, port: over === 'TLS' ? tlsPort : port };
    const made = await TurnClient.connect(over, place, credential, authority);
    clients.push(made);
    return made;
  }

  it.each(['UDP', 'TCP', 'TLS'] as const)('relays to the media server and back, over %s', async (over) => {
    const media = await echo(MEDIA);
    const caller = await client(over);
    expect((await caller.allocate()).error).toBe(0);
    expect((await caller.permit(MEDIA)).error).toBe(0);
    caller.send(MEDIA, media.port, `over ${over}`);
    await waitFor(() => caller.received.includes(`over ${over}`), { what: 'the echo' });
    media.socket.close();
  });

  it.each([
    ['another address of this machine', '127.0.0.1'],
    ['the one beside the media server', '127.0.0.8'],
    ['a private network', '10.0.0.1'],
    ['another', '192.168.1.1'],
    ['the cloud provider’s metadata', '169.254.169.254'],
    ['the internet', '8.8.8.8'],
    ['anything', '0.0.0.0'],
    ['multicast', '224.0.0.1'],
    ['loopback in IPv6', '0000:0000:0000:0000:0000:0000:0000:0001'],
    ['a mapped loopback address', '0000:0000:0000:0000:0000:ffff:7f00:0001'],
    ['a mapped private address', '0000:0000:0000:0000:0000:ffff:0a00:0001'],
    ['a private network in IPv6', 'fd00:0000:0000:0000:0000:0000:0000:0001'],
  ])('does not relay to %s (%s)', async (_, address) => {
    const caller = await client();
    expect((await caller.allocate()).error).toBe(0);
    // 403 Forbidden; 443 where the relay is of the other family.
    expect([403, 443]).toContain((await caller.permit(address)).error);
    expect([403, 443]).toContain((await caller.bindChannel(address, 53)).error);
  });

  it('lets nothing through that is sent without leave', async () => {
    const other = await echo('127.0.0.1');
    const media = await echo(MEDIA);
    const caller = await client();
    await caller.allocate();
    await caller.permit(MEDIA);
    caller.send('127.0.0.1', other.port, 'to the other');
    caller.send(MEDIA, media.port, 'to the media server');
    // Sent later, and arrived: the first would have too.
    await waitFor(() => caller.received.includes('to the media server'), { what: 'the echo' });
    expect(other.heard).toEqual([]);
    other.socket.close();
    media.socket.close();
  });

  it('refuses forged, expired and foreign credentials', async () => {
    const valid = credentialOf(SECRET, 'user_1', inMinutes(30));
    const longer = { ...valid, username: `${inMinutes(600)}:user_1` };
    for (const credential of [
      credentialOf('another secret', 'user_1', inMinutes(30)),
      credentialOf(SECRET, 'user_1', inMinutes(-1)),
      longer,
      { ...valid, username: 'user_1' },
      { username: '', password: '' },
    ]) {
      expect((await (await client('UDP', credential)).allocate()).error).toBe(401);
    }
  });

  it('relays neither TCP nor IPv6', async () => {
    expect((await (await client('TCP')).allocate({ transport: 6 })).error).not.toBe(0);
    expect((await (await client()).allocate({ family: 2 })).error).toBe(440);
  });

  it('gives one identity forty relays at a time, and others theirs', async () => {
    const greedy = () => client('UDP', credentialOf(SECRET, 'user_greedy', inMinutes(30)));
    for (let relay = 0; relay < 40; relay += 1) expect((await (await greedy()).allocate()).error).toBe(0);
    expect((await (await greedy()).allocate()).error).toBe(486);
    expect((await (await client()).allocate()).error).toBe(0);
  });
});
