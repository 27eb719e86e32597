import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 32;
/** What services read as files: 32 bytes in base64 each. */
const FILES = ['turn-secret', 'auth-key-encryption-key', 'orchestrator-key-encryption-key', 'recordings-key'];

/**
 * Makes the secrets that are missing. Containers read the files as another user than the operator, so these are readable;
 * nobody but the operator gets into the folder.
 * @param folder deploy/secrets
 * @returns the names of those that were made
 */
export function makeSecretFiles(folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  // Where the operator puts a certificate (TLS_MODE=files).
  mkdirSync(join(folder, 'tls'), { recursive: true });
  const missing = FILES.filter((name) => !existsSync(join(folder, name)));
  for (const name of missing) {
    const path = join(folder, name);
    writeFileSync(`${path}.new`, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { flush: true });
    chmodSync(`${path}.new`, 0o644);
    // It appears whole, and one that came meanwhile stays.
    linkSync(`${path}.new`, path);
    rmSync(`${path}.new`);
  }
  return missing;
}
