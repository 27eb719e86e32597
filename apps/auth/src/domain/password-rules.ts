import { randomInt } from 'node:crypto';

import { COMMON_WORDS, KEY_RUNS } from './common-passwords.js';

/** NIST SP 800-63B asks for length and a list of refused ones, and against rules on kinds of characters. */
export const MIN_PASSWORD_LENGTH = 10;
/** Keeps the work of hashing bounded. */
export const MAX_PASSWORD_LENGTH = 200;

/** Why a password is refused; goes to the client in `PASSWORD_TOO_WEAK`'s details. */
export type PasswordWeakness = 'TOO_SHORT' | 'TOO_LONG' | 'TOO_COMMON' | 'TOO_REPETITIVE' | 'CONTAINS_IDENTITY';

/** Shorter parts of a name turn up in good passwords by chance. */
const MIN_IDENTITY_PART = 4;
const MIN_DISTINCT_CHARACTERS = 5;
const LOOKALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** One form for hashing and judging, so that a password typed on another keyboard is the same (NIST SP 800-63B, 5.1.1.2). */
export function normalisePassword(raw: string): string {
  return raw.normalize('NFKC');
}

/**
 * Judges a new password against length, commonness, and its owner's own names.
 *
 * @param password already normalised.
 * @param owner email and display name of its owner.
 * @returns undefined where nothing is wrong with it.
 */
export function passwordWeakness(
  password: string,
  owner: { readonly email: string; readonly displayName: string },
): PasswordWeakness | undefined {
  const length = [...password].length;
  if (length < MIN_PASSWORD_LENGTH) return 'TOO_SHORT';
  if (length > MAX_PASSWORD_LENGTH) return 'TOO_LONG';
  const lowered = password.toLowerCase();
  if (new Set(lowered).size < MIN_DISTINCT_CHARACTERS || isRepeatedUnit(lowered)) return 'TOO_REPETITIVE';
  if (isCommon(lowered)) return 'TOO_COMMON';
  if (containsIdentity(lowered, owner)) return 'CONTAINS_IDENTITY';
  return undefined;
}

function isCommon(lowered: string): boolean {
  const plain = lowered.replace(/[^\p{L}\p{N}]/gu, '');
  if (KEY_RUNS.some((run) => run.includes(plain) || [...run].reverse().join('').includes(plain))) return true;
  const withoutTail = lowered.replace(/[^\p{L}]+$/gu, '');
  const core = withoutTail.replace(/^[^\p{L}]+/gu, '');
  const forms = [lowered.replace(/[^\p{L}]/gu, ''), core, unmask(core), unmask(withoutTail), unmask(lowered)];
  return forms.some((form) => COMMON_WORDS.has(form));
}

/** Reads digits and signs as the letters they stand for: `p@ssw0rd`. */
function unmask(text: string): string {
  return [...text].map((character) => LOOKALIKES[character] ?? character).join('');
}

/** `abcabcabcabc`, `12341234123`: a unit of at most four characters over and over. */
function isRepeatedUnit(text: string): boolean {
  for (let size = 1; size <= 4; size += 1) {
    const unit = text.slice(0, size);
    if (unit.repeat(Math.ceil(text.length / size)).startsWith(text)) return true;
  }
  return false;
}

function containsIdentity(lowered: string, owner: { readonly email: string; readonly displayName: string }): boolean {
  const [localPart = '', domain = ''] = owner.email.toLowerCase().split('@');
  const parts = [
    localPart,
    ...localPart.split(/[^\p{L}\p{N}]+/u),
    domain.split('.')[0] ?? '',
    ...owner.displayName.toLowerCase().split(/[^\p{L}\p{N}]+/u),
  ];
  return parts.some((part) => [...part].length >= MIN_IDENTITY_PART && lowered.includes(part));
}

const GENERATED_ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A password of chance for an account that the product makes itself: 24 characters without look-alikes, 139 bits. */
export function generatePassword(): string {
  return Array.from({ length: 24 }, () => GENERATED_ALPHABET[randomInt(GENERATED_ALPHABET.length)]).join('');
}
