import type { Metadata } from '@grpc/grpc-js';
import { Refusal } from '@videocall/errors';

/**
 * The user's access token as it travels between services: `authorization: Bearer <token>` (RFC 6750, section 2.1). Not
 * verified here.
 *
 * @throws Refusal TOKEN_MISSING
 */
export function bearerToken(metadata: Metadata): string {
  const [header] = metadata.get('authorization');
  const token = typeof header === 'string' ? /^Bearer +(\S+)$/i.exec(header)?.[1] : undefined;
  if (!token) throw new Refusal('TOKEN_MISSING');
  return token;
}
