import { busyShare, sentBytes } from './host-figures.js';

const TABLE = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 9000000    1000    0    0    0     0          0         0  9000000    1000    0    0    0     0       0          0
  eth0: 1000       10    0    0    0     0          0         0     5000      50    0    0    0     0       0          0
  ens5:2000        20    0    0    0     0          0         0     700       7    0    0    0     0       0          0
br-1a2: 3000        30    0    0    0     0          0         0     4000      40    0    0    0     0       0          0
veth12: 3000        30    0    0    0     0          0         0     4000      40    0    0    0     0       0          0
`;

describe('the figures of the machine', () => {
  it('count as sent what leaves it, not what goes between its own containers', () => {
    expect(sentBytes(TABLE)).toBe(5_700);
  });

  it('tell how busy all processors were between two readings', () => {
    expect(busyShare({ busy: 100, idle: 900 }, { busy: 175, idle: 925 })).toBe(0.75);
    expect(busyShare({ busy: 100, idle: 900 }, { busy: 100, idle: 900 })).toBe(0);
  });
});
