import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { detected, lookAround, verified, type Sight } from './public-addresses.ts';
import { addressSeenBy } from './stun.ts';

const COOKIE = Buffer.from('2112a442', 'hex');
const servers: Socket[] = [];

/** A STUN server that sees everybody at one address: the bytes of XOR-MAPPED-ADDRESS before they are masked. */
async function stunServer(family: 1 | 2, address: Buffer): Promise<number> {
  const socket = createSocket('udp4');
  servers.push(socket);
  socket.on('message', (request, from) => {
    const mask = Buffer.concat([COOKIE, request.subarray(8, 20)]);
    const value = Buffer.concat([
      Buffer.from([0, family, 0, 0]),
      address.map((byte, index) => byte ^ (mask[index] ?? 0)),
    ]);
    // Something else stands before it, whose length is no multiple of four.
    const software = Buffer.from([0x80, 0x22, 0, 2, 0x68, 0x69, 0, 0]);
    const attribute = Buffer.concat([software, Buffer.from([0, 0x20, 0, value.length]), value]);
    const header = Buffer.concat([Buffer.from([1, 1, 0, attribute.length]), request.subarray(4, 20)]);
    socket.send(Buffer.concat([header, attribute]), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket.address().port;
}

afterEach(() => {
  for (const socket of servers.splice(0)) socket.close();
});

describe('how the internet sees a machine', () => {
  it('is told by a STUN server', async () => {
    const port = await stunServer(1, Buffer.from([203, 0, 113, 5]));
    expect(await addressSeenBy({ host: '127.0.0.1', port }, 4, 5_000)).toBe('203.0.113.5');
  });

  it('is told in IPv6 as it is written', async () => {
    const port = await stunServer(2, Buffer.from('20010db8000000000000000000000005', 'hex'));
    expect(await addressSeenBy({ host: '127.0.0.1', port }, 4, 5_000)).toBe('2001:db8::5');
  });

  it('is not known where nobody answers', async () => {
    expect(await addressSeenBy({ host: '127.0.0.1', port: 9 }, 4, 300)).toBeUndefined();
    expect((await lookAround([{ host: 'nowhere.invalid', port: 9 }], 300)).ipv4.seen).toBeUndefined();
  });
});

describe('public addresses', () => {
  const sight = (some: Partial<Sight>): Sight => ({ own: [], outgoing: undefined, seen: undefined, ...some });
  const behindNat = { ipv4: sight({ own: ['10.0.0.5'], outgoing: '10.0.0.5', seen: '203.0.113.5' }), ipv6: sight({}) };
  const alone = { ipv4: sight({ own: ['203.0.113.5'], outgoing: '203.0.113.5' }), ipv6: sight({}) };

  it('are those that others see, or else those of the machine', () => {
    expect(detected(behindNat)).toEqual({ PUBLIC_IPV4: '203.0.113.5', PUBLIC_IPV6: '' });
    expect(detected(alone)).toEqual({ PUBLIC_IPV4: '203.0.113.5', PUBLIC_IPV6: '' });
  });

  it('have no IPv6 that ends in a private network', () => {
    const ipv6 = sight({ own: ['fd00::5'], outgoing: 'fd00::5' });
    expect(detected({ ...alone, ipv6 })['PUBLIC_IPV6']).toBe('');
  });

  it('are refused where others see another', () => {
    expect(verified({ PUBLIC_IPV4: '203.0.113.9' }, behindNat).problems).toEqual([
      { name: 'PUBLIC_IPV4', text: expect.stringContaining('the internet sees this machine as 203.0.113.5') },
    ]);
    expect(verified({ PUBLIC_IPV4: '10.0.0.5' }, behindNat).problems).toHaveLength(1);
  });

  it('are taken with a note where nobody can be asked', () => {
    const { problems, notes } = verified({ PUBLIC_IPV4: '203.0.113.9' }, alone);
    expect(problems).toEqual([]);
    expect(notes).toEqual([expect.stringContaining('which no interface of this machine has')]);
  });
});
