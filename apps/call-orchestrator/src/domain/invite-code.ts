import { randomInt } from 'node:crypto';

/** Letters that are not mistaken for one another when read aloud or typed. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz';
const GROUPS = 3;
const GROUP_LENGTH = 4;

/** A new code such as `kcqf-mwzt-hjra` (54 bits). */
export function newInviteCode(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** The code behind what a person typed: case, spaces and hyphens do not matter. Other input comes back as no valid code. */
export function normaliseInviteCode(typed: string): string {
  const letters = typed.toLowerCase().replace(/[^a-z]/g, '');
  return letters.length === GROUPS * GROUP_LENGTH ? (letters.match(/.{4}/g) ?? []).join('-') : '';
}
