import type { Recording, RecordingFile } from '@videocall/rest-api';
import type { TFunction } from 'i18next';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size for people: 812 kB, 1.4 GB. */
export function bytesText(language: string, bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** step;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && step > 1 ? 1 : 0,
  })
    .format(value)
    .replace(' ', '\u00a0');
}

export function whenText(language: string, instant: string | null): string {
  if (instant === null) return '';
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
}

/** The call's title, or who was in it. */
export function titleText(t: TFunction, { callTitle, participantNames }: Recording): string {
  if (callTitle !== '') return callTitle;
  return peopleText(t, participantNames) || t('home.untitled');
}

/** The first three by name, the rest by number. */
export function peopleText(t: TFunction, people: readonly string[]): string {
  const names = people.slice(0, 3).join(t('home.nameSeparator'));
  const more = people.length - 3;
  return more > 0 ? t('home.namesAndMore', { names, count: more }) : names;
}

/** Nothing about it, or about its clips, changes by itself any more. */
export function isSettled({ state, files }: Recording): boolean {
  return (state === 'READY' || state === 'FAILED') && files.every(({ ready }) => ready);
}

export function fileOf({ files }: Recording, kind: RecordingFile['kind']): RecordingFile | undefined {
  return files.find((file) => file.kind === kind);
}
