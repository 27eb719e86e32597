import { boundAddress } from './bound-address.js';

const OWN = new Set(['203.0.113.7', '10.0.0.2', '2001:db8::7']);

describe('the address that media is received on', () => {
  it('is the announced one where the machine has it and would listen on all', () => {
    expect(boundAddress('0.0.0.0', '203.0.113.7', OWN)).toBe('203.0.113.7');
    expect(boundAddress('::', '2001:db8::7', OWN)).toBe('2001:db8::7');
  });

  it('is as set behind an address translation, by a name, or where one address is set', () => {
    expect(boundAddress('0.0.0.0', '198.51.100.1', OWN)).toBe('0.0.0.0');
    expect(boundAddress('0.0.0.0', 'media.example.com', OWN)).toBe('0.0.0.0');
    expect(boundAddress('0.0.0.0', undefined, OWN)).toBe('0.0.0.0');
    expect(boundAddress('10.0.0.2', '203.0.113.7', OWN)).toBe('10.0.0.2');
  });
});
