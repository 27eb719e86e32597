import { z } from 'zod';
import { isSecret } from './secret.js';

/** Wrong or missing settings, all of them in one message: name, what is wrong, what the setting means. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  /** One line for each wrong setting. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Wrong settings:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Reads the settings of a service from the environment. An empty variable counts as absent, so that a default applies.
 *
 * @param schema an object schema keyed by variable name, each field with `.describe()`.
 * @param environment where to read, `process.env` unless a test says otherwise.
 * @throws SettingsError naming each wrong setting and what is expected; the values of secret ones are not in it.
 */
export function loadSettings<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<z.output<Schema>> {
  const names = Object.keys(schema.shape);
  const given = Object.fromEntries(names.map((name) => [name, environment[name] || undefined]));
  const parsed = schema.safeParse(given);
  if (parsed.success) return Object.freeze(parsed.data);
  throw new SettingsError(parsed.error.issues.map((issue) => problem(schema, given, issue)));
}

/** The settings as they may be logged: secret ones replaced. */
export function redactSettings<Schema extends z.ZodObject>(
  schema: Schema,
  settings: Readonly<z.output<Schema>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      const field = schema.shape[name];
      return [name, field && isSecret(field) && value !== undefined ? '[redacted]' : value];
    }),
  );
}

function problem(schema: z.ZodObject, given: Readonly<Record<string, unknown>>, issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0] ?? '');
  const field = schema.shape[name];
  const value = given[name];
  const meaning = field && describe(field);
  // zod's messages may quote what was given, so a secret's problem is told without them.
  const wrong = value === undefined ? 'is missing' : field && isSecret(field) ? 'is not valid' : issue.message;
  return `${name || 'settings'}: ${wrong}${meaning ? `. Expected: ${meaning}` : ''}`;
}

function describe(field: z.core.$ZodType): string | undefined {
  return z.globalRegistry.get(field)?.description;
}
