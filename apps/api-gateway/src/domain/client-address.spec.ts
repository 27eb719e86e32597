import { rateLimitAddress, TrustedProxies } from './client-address.js';

describe('the address of a client', () => {
  const proxies = new TrustedProxies(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);

  it('is the peer of the connection where that is no trusted proxy, whatever the header says', () => {
    expect(proxies.clientAddress('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
  });

  it('is what the trusted proxy saw', () => {
    expect(proxies.clientAddress('127.0.0.1', '198.51.100.1')).toBe('198.51.100.1');
  });

  it('is not what the client wrote before the proxy added its own entry', () => {
    expect(proxies.clientAddress('10.1.2.3', '1.2.3.4, 198.51.100.1')).toBe('198.51.100.1');
  });

  it('passes over a chain of trusted proxies', () => {
    expect(proxies.clientAddress('127.0.0.1', '1.2.3.4, 198.51.100.1, fd00::1, 10.0.0.7')).toBe('198.51.100.1');
  });

  it('is the proxy itself where it names nobody, or nonsense', () => {
    expect(proxies.clientAddress('127.0.0.1', undefined)).toBe('127.0.0.1');
    expect(proxies.clientAddress('127.0.0.1', '1.2.3.4, unknown')).toBe('127.0.0.1');
  });

  it('knows an IPv4 address mapped into IPv6', () => {
    expect(proxies.clientAddress('::ffff:127.0.0.1', '::ffff:198.51.100.1')).toBe('198.51.100.1');
  });

  it('is never trusted without configuration', () => {
    expect(new TrustedProxies([]).clientAddress('127.0.0.1', '198.51.100.1')).toBe('127.0.0.1');
  });

  it('refuses a configuration that names no address', () => {
    expect(() => new TrustedProxies(['everybody'])).toThrow(TypeError);
  });
});

describe('what counts as one in a rate limit', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:0db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('is for %s %s', (address, counted) => {
    expect(rateLimitAddress(address)).toBe(counted);
  });
});
