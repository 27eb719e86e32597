import { describe, expect, it } from '@jest/globals';
import { serviceNames } from './names.ts';

describe('names of a service', () => {
  it('are spelled as each language has them', () => {
    expect(serviceNames('call-quality')).toEqual({
      kebab: 'call-quality',
      snake: 'call_quality',
      camel: 'callQuality',
      pascal: 'CallQuality',
    });
  });

  it.each(['CallQuality', 'call_quality', 'call--quality', '-call', '1call', ''])('refuse "%s"', (name) => {
    expect(() => serviceNames(name)).toThrow('kebab case');
  });
});
