import { Metadata } from '@grpc/grpc-js';
import { bearerToken } from './bearer-token.js';

const metadataWith = (authorization?: string): Metadata => {
  const metadata = new Metadata();
  if (authorization !== undefined) metadata.set('authorization', authorization);
  return metadata;
};

describe('the bearer token of a call', () => {
  it('is what follows the scheme, whatever its case', () => {
    expect(bearerToken(metadataWith('Bearer a.b.c'))).toBe('a.b.c');
    expect(bearerToken(metadataWith('bearer a.b.c'))).toBe('a.b.c');
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic dTpw', 'Bearer two tokens'])('is missing in %p', (header) => {
    expect(() => bearerToken(metadataWith(header))).toThrow(expect.objectContaining({ reason: 'TOKEN_MISSING' }));
  });
});
