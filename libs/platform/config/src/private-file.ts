import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file that only its owner may read, unless it is there already. It appears whole or not at all, also when two
 * processes write it at once: the first stays.
 *
 * @returns what the file holds then, without surrounding white space.
 */
export async function writeOnce(path: string, content: string): Promise<string> {
  const kept = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  // Not even a draft beside it: a secret that was given may lie where nothing can be written.
  if (kept !== undefined) return kept.trim();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeSynced(draft, content);
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return (await readFile(path, 'utf8')).trim();
}

const KEY_BYTES = 32;

/**
 * A key from a file (32 bytes, base64); where there is no such file, one is made.
 *
 * @throws Error where the file holds something else.
 */
export async function keyFromFile(path: string): Promise<Buffer> {
  const key = Buffer.from(await writeOnce(path, randomBytes(KEY_BYTES).toString('base64')), 'base64');
  if (key.length !== KEY_BYTES) throw new Error(`${path} must hold ${KEY_BYTES} bytes in base64`);
  return key;
}

async function writeSynced(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${content}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}
