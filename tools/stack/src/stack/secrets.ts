import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { LoginPasswords } from '@videocall/provision';
import { writeAtomically } from './write-atomically.ts';

/** Passwords between the stack's own parts, made once. */
export interface Secrets {
  readonly postgres: string;
  readonly redis: string;
  readonly authDatabase: string;
  readonly callDatabase: string;
  readonly recordingDatabase: string;
  readonly turn: string;
}

/** Reads a stack's passwords, and makes those that it has not: all of them, or those of a part that is new. */
export function loadSecrets(path: string): Secrets {
  const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<Secrets>) : {};
  const password = (): string => randomBytes(24).toString('base64url');
  const secrets: Secrets = {
    postgres: password(),
    redis: password(),
    authDatabase: password(),
    callDatabase: password(),
    recordingDatabase: password(),
    turn: password(),
    ...kept,
  };
  writeAtomically(path, `${JSON.stringify(secrets, undefined, 2)}\n`);
  return secrets;
}

/** The passwords of the services' database logins. */
export function loginPasswords(secrets: Secrets): LoginPasswords {
  return { auth: secrets.authDatabase, call: secrets.callDatabase, recording: secrets.recordingDatabase };
}
