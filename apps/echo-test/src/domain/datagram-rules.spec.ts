import { datagramRefusal } from './datagram-rules.js';

describe('datagrams', () => {
  it.each([
    [0, 40_000, undefined],
    [1472, 40_000, undefined],
    [1473, 40_000, 'too_large'],
    [10, 53, 'service_port'],
    [10, 5000, 'service_port'],
  ])('of %d bytes from port %d: %s', (bytes, port, refusal) => {
    expect(datagramRefusal(bytes, port, 5000)).toBe(refusal);
  });
});
