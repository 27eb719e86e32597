import type { Messages } from './en.js';

/**
 * The shape of a translation: every key of English. Only `_other` of a plural is asked for, since a language may have no more forms.
 */
export type Translation = TranslationOf<Messages>;

type TranslationOf<T> = {
  readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : TranslationOf<T[K]>;
};
