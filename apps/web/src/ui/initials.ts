/**
 * One or two letters for a name: the first of the first and of the last word; of a name written without spaces in a script without
 * capitals (山田太郎), the first character.
 */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const first = firstCharacter(words[0]);
  const last = words.length > 1 ? firstCharacter(words.at(-1)) : '';
  return `${first}${/^\p{Script=Latin}|^\p{Script=Cyrillic}|^\p{Script=Greek}/u.test(first) ? last : ''}`.toLocaleUpperCase();
}

/** A hue in degrees that stays with a name. */
export function avatarHue(name: string): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % 360;
}

function firstCharacter(word: string | undefined): string {
  return [...(word ?? '')][0] ?? '';
}
