import type { LanguageChoice } from '../settings/settings.js';

export const LANGUAGES = ['en', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * The language to show: the chosen one, else the first of the browser's that there is, else English.
 *
 * @param preferred BCP 47 tags, best first (`navigator.languages`)
 */
export function languageFor(choice: LanguageChoice, preferred: readonly string[]): Language {
  if (choice !== 'system') return choice;
  const tags = preferred.map((tag) => tag.toLowerCase().split('-')[0]);
  return (
    LANGUAGES.find((language) => language === tags.find((tag) => LANGUAGES.some((known) => known === tag))) ?? 'en'
  );
}
