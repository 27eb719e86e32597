import type { Values } from './setting.ts';

const LINE = /^([A-Z][A-Z0-9_]*)=(.*)$/;
/** What neither compose nor a shell would read as anything but itself. */
const PLAIN = /^[A-Za-z0-9_.,:/@+=?&%~-]*$/;

/**
 * The values of a file of NAME=VALUE lines, as docker compose reads them: comments and empty lines are left out, quotes
 * around a whole value are not part of it.
 */
export function readValues(text: string): Values {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, name, value = ''] = LINE.exec(line) ?? [];
      return name === undefined ? [] : [[name, unquoted(value.trim())]];
    }),
  );
}

/**
 * The sample with the values in the place of its own, comments and all. Values that it does not know come last, so that
 * nothing of an older or newer version is lost.
 */
export function writeValues(sample: string, values: Values): string {
  const known = readValues(sample);
  const lines = sample.split('\n').map((line) => {
    const name = LINE.exec(line)?.[1];
    return name === undefined ? line : `${name}=${quoted(values[name] ?? '')}`;
  });
  const others = Object.keys(values).filter((name) => !(name in known));
  if (others.length === 0) return lines.join('\n');
  const more = [
    '# --- Set by hand or by another version; kept as it was ---',
    '',
    ...others.map((name) => `${name}=${quoted(values[name] ?? '')}`),
    '',
  ];
  return [...lines, ...more].join('\n');
}

/** Whether a value can stand in the file at all. */
export function canBeWritten(value: string): boolean {
  return !/['\n\r\0]/.test(value);
}

function unquoted(value: string): string {
  return /^'(.*)'$/.exec(value)?.[1] ?? /^"(.*)"$/.exec(value)?.[1] ?? value;
}

/** In single quotes nothing is replaced, not even `$`. */
function quoted(value: string): string {
  return PLAIN.test(value) ? value : `'${value}'`;
}
