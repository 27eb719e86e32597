/** JSON that nests this deep is more than any message of ours, and more than a recursive reader's stack may bear. */
const DEPTH = 5_000;

/** A value nested in arrays, as JSON text; JSON.stringify itself could not write it. */
export const DEEP_JSON = `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`;

/** Values that no field of ours expects, each wrong in its own way. */
export const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  'x'.repeat(10_000),
  '\u0000',
  '\ud800',
  "'; DROP TABLE call.calls; --",
  '../../etc/passwd',
  [],
  [[], {}],
  {},
  { length: 1e9 },
  { toString: 'not a function', then: 'not a promise' },
];

/** An object with every one of these keys holding the same value, and one key that names a prototype. */
export function objectOf(keys: readonly string[], value: unknown): Record<string, unknown> {
  const entries = keys.map((key): [string, unknown] => [key, value]);
  return Object.fromEntries([...entries, ['constructor', value]]);
}
