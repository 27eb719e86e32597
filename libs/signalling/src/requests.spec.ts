import { REQUESTS } from './requests.js';

describe('REQUESTS', () => {
  it('has no name that Socket.IO keeps for itself and refuses to send', () => {
    const reserved = ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'];
    expect(Object.keys(REQUESTS).filter((name) => reserved.includes(name))).toEqual([]);
  });
});
