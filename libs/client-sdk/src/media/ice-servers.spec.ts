import { jest } from '@jest/globals';
import type { IceServer } from '@videocall/signalling';
import { IceServers } from './ice-servers.js';

const servers = (username: string): IceServer[] => [{ urls: ['turn:relay.example'], username, credential: 'c' }];

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('ICE servers', () => {
  it('are used as the last join or resume gave them, for ten minutes, unless nothing connects with them', async () => {
    const fetch = jest.fn(async () => servers('fetched'));
    const ice = new IceServers(servers('joined'), fetch);
    jest.advanceTimersByTime(599_000);
    expect(await ice.fresh(false)).toEqual(servers('joined'));
    ice.take(servers('resumed'));
    jest.advanceTimersByTime(599_000);
    expect(await ice.fresh(false)).toEqual(servers('resumed'));
    expect(fetch).not.toHaveBeenCalled();
    expect(await ice.fresh(true)).toEqual(servers('fetched'));
  });

  it('are fetched anew after that, and the old ones used while that fails', async () => {
    let reachable = false;
    const ice = new IceServers(servers('joined'), async () => {
      if (reachable) return servers('fetched');
      throw new Error('no network');
    });
    jest.advanceTimersByTime(601_000);
    expect(await ice.fresh(false)).toEqual(servers('joined'));
    reachable = true;
    expect(await ice.fresh(false)).toEqual(servers('fetched'));
    expect(ice.present).toEqual(servers('fetched'));
  });
});
