import { parseArgs } from 'node:util';
import { nextWindow, WINDOW_MINUTES } from './window.ts';

/** What the operator wants of maintenance. */
export type Request =
  | { readonly action: 'state' | 'end' }
  | {
      readonly action: 'announce' | 'start';
      /** Undefined: now. */
      readonly startsAt: Date | undefined;
      readonly minutes: number;
      readonly textEn: string;
      readonly textJa: string;
    };

const MINUTES_A_DAY = 1_440;
const MAX_TEXT = 500;
/** With its zone, so that it means the same wherever the server stands. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/;

const OPTIONS = {
  start: { type: 'string' },
  minutes: { type: 'string', default: String(WINDOW_MINUTES) },
  'text-en': { type: 'string', default: '' },
  'text-ja': { type: 'string', default: '' },
} as const;

/**
 * Reads the arguments after `care maintenance`.
 * @throws Error that says what is wrong with them
 */
export function readRequest(args: readonly string[], now: Date): Request {
  const [action, ...rest] = args;
  switch (action) {
    case 'state':
    case 'end':
      parseArgs({ args: rest });
      return { action };
    case 'start':
    case 'announce': {
      const { values } = parseArgs({ args: rest, options: OPTIONS });
      if (action === 'start' && values.start !== undefined)
        throw new Error('start begins now; --start is for announce');
      const startsAt = values.start === undefined ? nextWindow(now) : instant(values.start);
      return {
        action,
        startsAt: action === 'start' ? undefined : startsAt,
        minutes: minutes(values.minutes),
        textEn: text('--text-en', values['text-en']),
        textJa: text('--text-ja', values['text-ja']),
      };
    }
    default:
      throw new Error(`"${action ?? ''}" is none of state, announce, start, end`);
  }
}

function instant(value: string): Date {
  const date = new Date(value);
  if (!INSTANT.test(value) || Number.isNaN(date.getTime())) {
    throw new Error(`--start takes a time with its zone, such as 2026-11-29T02:00+09:00, not "${value}"`);
  }
  return date;
}

function minutes(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1 || count > MINUTES_A_DAY) {
    throw new Error(`--minutes takes a whole number from 1 to ${MINUTES_A_DAY}, not "${value}"`);
  }
  return count;
}

function text(option: string, value: string): string {
  if (value.length > MAX_TEXT) throw new Error(`${option} takes up to ${MAX_TEXT} characters, not ${value.length}`);
  return value;
}
