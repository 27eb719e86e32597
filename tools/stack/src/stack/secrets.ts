import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeAtomically } from './write-atomically.ts';

/** Passwords between the stack's own parts, made once. */
export interface Secrets {
  readonly postgres: string;
  readonly redis: string;
  readonly authDatabase: string;
  readonly callDatabase: string;
}

/** Reads a stack's passwords, or makes them. */
export function loadSecrets(path: string): Secrets {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Secrets;
  const password = (): string => randomBytes(24).toString('base64url');
  const secrets: Secrets = {
    postgres: password(),
    redis: password(),
    authDatabase: password(),
    callDatabase: password(),
  };
  writeAtomically(path, `${JSON.stringify(secrets, undefined, 2)}\n`);
  return secrets;
}
