import { existsSync } from 'node:fs';
import { ensureMediaWorker, freePort } from '@videocall/testing';
import { MediaWorker } from './media-worker.js';

const PUBLIC_IPV4 = '203.0.113.5';
const PUBLIC_IPV6 = '2001:db8::5';
const hasIpv6 = existsSync('/proc/net/if_inet6');

/** As on a server: every address of the host is listened on, clients are told the public ones. */
const BOTH_FAMILIES = [
  { ip: '0.0.0.0', announcedAddress: PUBLIC_IPV4 },
  ...(hasIpv6 ? [{ ip: '::', announcedAddress: PUBLIC_IPV6 }] : []),
];

describe('a media worker', () => {
  let worker: MediaWorker;
  let port: number;

  beforeAll(async () => {
    const workerBin = await ensureMediaWorker((message) => process.stderr.write(`${message}\n`));
    port = await freePort();
    worker = await MediaWorker.start({ index: 0, listen: { addresses: BOTH_FAMILIES, portBase: port }, workerBin });
  }, 400_000);
  afterAll(() => worker.close());

  it('offers both families on one port, over UDP and TCP, by the addresses that clients can reach', async () => {
    const router = await worker.createRouter([]);
    const { iceCandidates } = await router.createWebRtcTransport({ webRtcServer: worker.server });
    const offered = iceCandidates.map(({ address, protocol, port }) => `${protocol} ${address} ${port}`);
    const families = hasIpv6 ? [PUBLIC_IPV4, PUBLIC_IPV6] : [PUBLIC_IPV4];
    expect(offered.sort()).toEqual(
      ['tcp', 'udp'].flatMap((protocol) => families.map((address) => `${protocol} ${address} ${port}`)).sort(),
    );
  });
});
