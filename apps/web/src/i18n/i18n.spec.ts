import { REASONS } from '@videocall/errors';
import { en } from './en.js';
import { ja } from './ja.js';
import { languageFor } from './language.js';
import { refusalsJa } from './refusals-ja.js';

/** `a.b.c` → text, for each text; the forms of a plural count as one. */
function texts(messages: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(messages).flatMap(([key, value]: [string, unknown]) => {
      const at = `${path}${key.replace(/_(one|other)$/, '')}`;
      return typeof value === 'object' && value !== null ? [...texts(value, `${at}.`)] : [[at, String(value)] as const];
    }),
  );
}

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe('translations', () => {
  const english = texts(en);
  const japanese = texts(ja);

  it('have the same keys', () => {
    expect([...japanese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('fill in the same facts', () => {
    for (const [key, text] of english)
      expect([key, placeholders(japanese.get(key) ?? '')]).toEqual([key, placeholders(text)]);
  });

  it('leave nothing in English that has words', () => {
    const same = [...english].filter(
      ([key, text]) => japanese.get(key) === text && /[a-z]{3}/i.test(text.replace(/\{\{\w+\}\}/g, '')),
    );
    expect(same.map(([key]) => key)).toEqual(['common.app', 'title', 'quality.kbps', 'quality.mbps']);
  });

  it('have every refusal', () => {
    expect(Object.keys(refusalsJa).sort()).toEqual(Object.keys(REASONS).sort());
  });
});

describe('languageFor', () => {
  it('takes the browser’s first language that there is', () => {
    expect(languageFor('system', ['fr-FR', 'ja-JP', 'en-US'])).toBe('ja');
    expect(languageFor('system', ['fr-FR'])).toBe('en');
  });

  it('lets the choice win', () => {
    expect(languageFor('en', ['ja-JP'])).toBe('en');
  });
});
