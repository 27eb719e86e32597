import { expiresInMs } from './access-tokens.js';

const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

describe('expiresInMs', () => {
  it('reads how long a JWT still lasts', () => {
    const left = expiresInMs(jwt({ exp: Math.floor(Date.now() / 1000) + 900, name: 'Zoë ÿ?>' }));
    expect(left).toBeGreaterThan(898_000);
    expect(left).toBeLessThanOrEqual(900_000);
  });

  it.each(['', 'opaque', 'a.b.c', jwt({}), jwt({ exp: 'soon' }), `x.${btoa('null')}.y`])(
    'does not know it of %j',
    (token) => {
      expect(expiresInMs(token)).toBeUndefined();
    },
  );
});
