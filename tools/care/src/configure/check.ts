import { z } from 'zod';
import { canBeWritten } from './env-file.ts';
import type { Problem, Setting, Values } from './setting.ts';
import { SETTINGS } from './settings.ts';

/** What is wrong with values, each by itself. */
export function problemsOf(values: Values): readonly Problem[] {
  return Object.entries(SETTINGS).flatMap(([name, setting]) => {
    const text = problemOf(setting, values[name] ?? '');
    return text === undefined ? [] : [{ name, text }];
  });
}

/** What is wrong with one value, in a sentence; undefined where nothing is. */
export function problemOf(setting: Setting, value: string): string | undefined {
  const meaning = `It is ${setting.meaning}.`;
  if (value === '') return setting.required ? `is not set. ${meaning}` : undefined;
  const shown = setting.secret ? 'What is set' : `"${value}"`;
  if (!canBeWritten(value)) return `${shown} has a quote or a line break in it, which cannot be written. ${meaning}`;
  const parsed = setting.rule.safeParse(value);
  if (parsed.success) return undefined;
  return `${shown} ${firstMessage(parsed.error)}. ${meaning}`;
}

function firstMessage(error: z.core.$ZodError): string {
  return error.issues[0]?.message ?? 'is not valid';
}
