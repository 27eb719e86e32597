import { randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LENGTH = 20;

/** A new opaque id, for example `trk_4fT…`: 20 random characters of base 62. */
export function newId(prefix: 'trk' | 'sub' | 'trans' | 'boot' | 'evt'): string {
  return `${prefix}_${Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`;
}
