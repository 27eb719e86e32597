import { Refusal } from '@videocall/errors';

/** No message of ours is nested deeper; more could exhaust the stack of whoever walks it. */
const MAX_DEPTH = 24;

/**
 * Refuses texts that the database or protobuf cannot hold: NUL characters and lone surrogates. Schemas check content; this
 * is what no text of any field may have.
 *
 * @throws Refusal REQUEST_INVALID, naming the field
 */
export function requireWellFormed(value: unknown, path: readonly string[] = []): void {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed()) refuse(path, 'holds characters that are no text');
  } else if (typeof value === 'object' && value !== null) {
    if (path.length >= MAX_DEPTH) refuse(path, 'is nested too deep');
    for (const [name, item] of Object.entries(value)) {
      requireWellFormed(name, path);
      requireWellFormed(item, [...path, name]);
    }
  }
}

function refuse(path: readonly string[], message: string): never {
  throw new Refusal('REQUEST_INVALID', { details: { fields: [{ field: path.join('.'), message }] } });
}
