/** Characters, as a person counts them. */
export const MAX_DISPLAY_NAME_LENGTH = 64;

/** Control, bidirectional override and other invisible format characters, with which one name can pose as another. */
const INVISIBLE = /[\p{Cc}\p{Cs}\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u;

/**
 * A name as others see it: NFC, trimmed, inner white space made single.
 *
 * @returns undefined where it is empty, longer than 64 characters, or holds invisible characters.
 */
export function normaliseDisplayName(raw: string): string | undefined {
  const name = raw
    .normalize('NFC')
    .trim()
    .replace(/\p{Zs}+/gu, ' ');
  if (name === '' || [...name].length > MAX_DISPLAY_NAME_LENGTH || INVISIBLE.test(name)) return undefined;
  return name;
}
