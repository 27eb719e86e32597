import { hashRefreshToken, newRefreshToken, sealSuccessor, unsealSuccessor } from './refresh-token.js';

describe('a sealed successor', () => {
  test('opens with the token it was sealed under', () => {
    const [token, successor] = [newRefreshToken(), newRefreshToken()];
    expect(unsealSuccessor(token, sealSuccessor(token, successor))).toBe(successor);
  });

  test('stays shut for another token, and after a change of one bit', () => {
    const [token, successor] = [newRefreshToken(), newRefreshToken()];
    const sealed = sealSuccessor(token, successor);
    expect(() => unsealSuccessor(newRefreshToken(), sealed)).toThrow();
    sealed[20] = (sealed[20] ?? 0) ^ 1;
    expect(() => unsealSuccessor(token, sealed)).toThrow();
  });
});

test('refresh tokens carry 256 random bits and are told apart by their hash', () => {
  const tokens = Array.from({ length: 200 }, newRefreshToken);
  expect(tokens.every((token) => /^vcr_[\w-]{43}$/.test(token))).toBe(true);
  expect(new Set(tokens.map(hashRefreshToken)).size).toBe(200);
});
