import { allowedRate, RtpAllowance } from './rtp-allowance.js';

const taken = (allowance: RtpAllowance, packets: number, bytes: number, rate = allowedRate('LOW', 'VP8'), now = 0) =>
  Array.from({ length: packets }, () => allowance.take(bytes, rate, now)).filter(Boolean).length;

describe('what a server-side participant may send', () => {
  it('is what the send profile allows, and somewhat more', () => {
    expect(allowedRate('LOW', 'VP8')).toEqual({ bytesPerSecond: 78_125, packetsPerSecond: 1_000 });
    expect(allowedRate('AUTO', 'H264').bytesPerSecond).toBe(625_000);
    expect(allowedRate('LOW', undefined)).toEqual({ bytesPerSecond: 20_000, packetsPerSecond: 400 });
  });

  it('comes in bursts of one second at most', () => {
    const allowance = new RtpAllowance(0);
    expect(taken(allowance, 1_000, 1_000)).toBe(78);
    expect(taken(allowance, 1_000, 1_000, allowedRate('LOW', 'VP8'), 500)).toBe(39);
    expect(taken(allowance, 1_000, 1_000, allowedRate('LOW', 'VP8'), 60_000)).toBe(78);
  });

  it('is limited in packets too, however small they are', () => {
    expect(taken(new RtpAllowance(0), 5_000, 1, allowedRate('AUTO', undefined))).toBe(400);
  });

  it('lets fifty Opus packets a second pass for ever', () => {
    const allowance = new RtpAllowance(0);
    const rate = allowedRate('AUTO', undefined);
    const passed = Array.from({ length: 3_000 }, (_, index) => allowance.take(320, rate, index * 20));
    expect(passed.every(Boolean)).toBe(true);
  });
});
