import { bytesOfKey, callKeyOf, createCallKey, fragmentOf } from './call-key.js';

describe('the key of a call', () => {
  it('is 128 bits of chance, and goes through a link’s fragment unharmed', () => {
    const keys = Array.from({ length: 200 }, createCallKey);
    expect(new Set(keys).size).toBe(200);
    for (const key of keys) {
      expect(bytesOfKey(key)).toHaveLength(16);
      const link = new URL(`https://call.example/join/abcd-efgh-ijkl${fragmentOf(key)}`);
      expect(link.hash).toBe(`#k=${key}`);
      expect(callKeyOf(link.hash)).toBe(key);
    }
  });

  it('is not read out of what carries none, or only a part of it', () => {
    const key = createCallKey();
    for (const fragment of ['', '#', '#chat', '#k=', `#k=${key.slice(1)}`, `#k=${key}x`, '#k=!!!!!!!!!!!!!!!!!!!!!!']) {
      expect(callKeyOf(fragment)).toBeUndefined();
    }
    expect(() => bytesOfKey('short')).toThrow(TypeError);
  });
});
