import { connect as connectTls, type TLSSocket } from 'node:tls';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@videocall/stack';
import { issue } from './deployment/authority.ts';
import { composeUp, DOMAIN, outside, vps, type Deployment } from './index.ts';

const RELAY = `turn.${DOMAIN}`;
/** Whom the edge runs as. */
const EDGE_USER = 1000;
/** The edge looks every half minute whether there is another certificate. */
const NEW_CERTIFICATE_MS = 90_000;

async function tls(servername: string): Promise<TLSSocket> {
  const socket = connectTls({ host: vps.address.ipv4, port: 443, servername, ALPNProtocols: ['http/1.1'] });
  await once(socket, 'secureConnect');
  return socket;
}

async function fingerprint(servername: string): Promise<string> {
  const socket = await tls(servername);
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

describe('the edge', () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await composeUp();
  }, 600_000);
  afterAll(() => deployment.videocall(['maintenance', 'open']));

  it('has no certificate for a name that is not ours', async () => {
    const { code, stderr } = await outside.attempt([
      ...['openssl', 's_client', '-connect', `${DOMAIN}:443`, '-servername', 'elsewhere.example', '-brief'],
    ]);
    expect(code).not.toBe(0);
    expect(stderr).toContain('unrecognized name');
  });

  it('offers HTTP/2, to browsers and to gRPC', async () => {
    const answer = await outside.run(['curl', '-sko', '/dev/null', '-w', '%{http_version}', `https://${DOMAIN}/`]);
    expect(answer).toBe('2');
  });

  it('keeps what is too large from the gateway, in its words', async () => {
    const answer = await fetch(`https://${DOMAIN}/v1/auth/login`, { method: 'POST', body: 'x'.repeat(300_000) });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ error: { reason: 'REQUEST_INVALID' } });
  });

  it('gives browsers recordings by their signed address only, and lets nobody write', async () => {
    const address = `https://${DOMAIN}/videocall-recordings/some/recording.mp4`;
    expect((await fetch(address)).status).toBe(403);
    expect((await fetch(address, { method: 'PUT', body: 'x' })).status).toBe(403);
  });

  it('serves the web app while its server is away', async () => {
    const page = async () => (await fetch(`https://${DOMAIN}/`)).text();
    const before = await page();
    await deployment.compose(['stop', 'web']);
    try {
      expect(await page()).toBe(before);
    } finally {
      await deployment.compose(['start', 'web']);
    }
  }, 60_000);

  it('says that the site is closed, to people and to programs, and opens it again', async () => {
    await deployment.videocall(['maintenance', 'close']);
    const [page, answer] = [await fetch(`https://${DOMAIN}/rooms`), await fetch(`https://${DOMAIN}/v1/rooms`)];
    expect([page.status, answer.status]).toEqual([503, 503]);
    expect(await page.text()).toContain('メンテナンス');
    expect(await answer.json()).toMatchObject({ error: { reason: 'SERVICE_UNAVAILABLE', retryAfterMs: 30_000 } });
    await deployment.videocall(['maintenance', 'open']);
    expect((await fetch(`https://${DOMAIN}/`)).status).toBe(200);
  }, 60_000);

  it('takes a new certificate for web and relay without ending a connection', async () => {
    const before = await fingerprint(DOMAIN);
    // A request that has begun, and a relay's connection: both stay with the worker that took them.
    const [request, relay] = [await tls(DOMAIN), await tls(RELAY)];
    let ended = false;
    relay.once('close', () => (ended = true));
    request.write(`POST /v1/auth/login HTTP/1.1\r\nHost: ${DOMAIN}\r\nContent-Type: application/json\r\n`);
    request.write('Content-Length: 2000\r\n\r\n');
    const feeding = setInterval(() => request.write(' '), 2_000);
    try {
      await issue([DOMAIN, RELAY], join(deployment.folder, 'deploy/secrets/tls'), EDGE_USER);
      await waitFor(async () => (await fingerprint(DOMAIN)) !== before, {
        what: 'the new certificate',
        timeoutMs: NEW_CERTIFICATE_MS,
      });
      expect(await fingerprint(RELAY)).toBe(await fingerprint(DOMAIN));
      expect(ended).toBe(false);
      request.write(' '.repeat(2000));
      const [answer] = (await once(request, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 4/);
    } finally {
      clearInterval(feeding);
      request.destroy();
      relay.destroy();
    }
  }, 150_000);
});
