import { SourceRates } from './source-rates.js';

const limits = { perSource: 2, total: 5, sources: 3 };

describe('the rates of sources', () => {
  it('let a source send its limit, twice as much at once, whatever its port', () => {
    const rates = new SourceRates(limits, 0);
    const outcomes = Array.from({ length: 5 }, () => rates.refusalOf('192.0.2.1', 0));
    expect(outcomes).toEqual([undefined, undefined, undefined, undefined, 'source_rate']);
    expect(rates.refusalOf('192.0.2.1', 500)).toBeUndefined();
    expect(rates.refusalOf('192.0.2.1', 500)).toBe('source_rate');
  });

  it('take nothing from the total for what a source sends above its own', () => {
    const rates = new SourceRates(limits, 0);
    for (let sent = 0; sent < 1_000; sent += 1) rates.refusalOf('192.0.2.1', 0);
    expect(rates.refusalOf('192.0.2.2', 0)).toBeUndefined();
    expect(rates.refusalOf('192.0.2.2', 0)).toBe('total_rate');
  });

  it('remember so many sources and no more, and forget only one that is not limited', () => {
    const rates = new SourceRates({ ...limits, total: 1_000 }, 0);
    for (const host of [1, 2, 3]) expect(rates.refusalOf(`192.0.2.${host}`, 0)).toBeUndefined();
    expect(rates.refusalOf('192.0.2.4', 0)).toBe('too_many_sources');
    expect(rates.refusalOf('192.0.2.4', 500)).toBeUndefined();
    expect(rates.size).toBe(3);
  });

  it('take the addresses of one IPv6 network, and the two ways to write an IPv4 address, for one source', () => {
    const rates = new SourceRates({ ...limits, total: 1_000 }, 0);
    for (const address of ['2001:db8::1', '2001:db8:0:0:1::2', '2001:db8::ffff:0:1', '2001:db8::9'])
      expect(rates.refusalOf(address, 0)).toBeUndefined();
    expect(rates.refusalOf('2001:db8::5', 0)).toBe('source_rate');
    expect(rates.refusalOf('2001:db8:0:1::1', 0)).toBeUndefined();
    for (const address of ['::ffff:192.0.2.1', '192.0.2.1']) rates.refusalOf(address, 0);
    expect(rates.size).toBe(3);
  });
});
