import { createHash, randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_LENGTH = 20;

/** What each id of this service starts with. */
export type IdPrefix = 'user' | 'guest' | 'svc' | 'ases' | 'aud' | 'evt' | 'key';

/** An opaque id such as `user_4fK…`: 20 characters of base62, about 119 bits of chance. */
export function newId<P extends IdPrefix>(prefix: P): `${P}_${string}` {
  let random = '';
  for (let index = 0; index < RANDOM_LENGTH; index += 1) random += ALPHABET[randomInt(ALPHABET.length)];
  return `${prefix}_${random}`;
}

/** The id of whoever holds a secret of at least 119 bits: always the same, and telling nothing of the secret. */
export function idOfSecret<P extends IdPrefix>(prefix: P, secret: string): `${P}_${string}` {
  let rest = BigInt(`0x${createHash('sha256').update(secret).digest('hex')}`);
  let digits = '';
  for (let index = 0; index < RANDOM_LENGTH; index += 1) {
    digits += ALPHABET[Number(rest % BigInt(ALPHABET.length))];
    rest /= BigInt(ALPHABET.length);
  }
  return `${prefix}_${digits}`;
}
