import { REASONS } from '@videocall/errors';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.js';
import { ja } from './ja.js';
import type { Language } from './language.js';
import { clientRefusalsJa, refusalsJa } from './refusals-ja.js';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: { app: typeof en; refusals: Record<string, string> };
  }
}

const refusalsEn = Object.fromEntries(Object.entries(REASONS).map(([reason, { message }]) => [reason, message]));

/** Makes the texts ready; both languages are small enough to come with the page. */
export async function startI18n(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'app',
    resources: {
      en: { app: en, refusals: refusalsEn },
      ja: { app: ja, refusals: { ...refusalsJa, ...clientRefusalsJa } },
    },
    // React escapes.
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = language;
}

/** Turns the page to another language at once. */
export async function changeLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
