import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Name of the file that says what else is in a backup. */
export const MANIFEST = 'manifest.json';

const digest = z.object({
  bytes: z.number().int().nonnegative(),
  /** Of the content, hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Digest = z.output<typeof digest>;

const table = z.object({
  rows: z.number().int().nonnegative(),
  /** Over the content of all rows, whatever their order. */
  checksum: z.string(),
});
/** What a table held at the moment of the dump. */
export type TableContent = z.output<typeof table>;

const role = z.object({ name: z.string(), login: z.boolean(), memberOf: z.array(z.string()) });
export type Role = z.output<typeof role>;

const storedObject = digest.extend({
  key: z.string(),
  /** The restic snapshot that holds it. */
  snapshot: z.string().regex(/^[0-9a-f]{64}$/),
});
export type StoredObject = z.output<typeof storedObject>;

const manifestSchema = z.object({
  format: z.literal(1),
  /** When the backup was begun: everything in it is of this moment or a little later. */
  createdAt: z.iso.datetime(),
  /** Version of the product whose data it is. */
  version: z.string(),
  /** Main version of PostgreSQL that wrote the dump. */
  postgres: z.string(),
  migrations: z.array(z.string()),
  roles: z.array(role),
  /** By `schema.table`. */
  tables: z.record(z.string(), table),
  /** Files beside the manifest, by name. */
  parts: z.record(z.string(), digest),
  objects: z.array(storedObject),
});
/** What a backup consists of, with the checksum of each part (OPS-4). */
export type Manifest = z.output<typeof manifestSchema>;

/** Size and SHA-256 of a file. */
export async function digestOf(path: string): Promise<Digest> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** @throws Error where a file is missing, shorter or longer, or holds something else than it did when it was saved */
export async function assertIntact(path: string, name: string, expected: Digest): Promise<void> {
  const there = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Error(`the backup is damaged: ${name} is missing`);
    throw error;
  });
  if (there.size !== expected.bytes)
    throw new Error(`the backup is damaged: ${name} has ${there.size} bytes instead of ${expected.bytes}`);
  const { sha256 } = await digestOf(path);
  if (sha256 !== expected.sha256)
    throw new Error(`the backup is damaged: ${name} is not what was saved (SHA-256 ${sha256})`);
}

/** Writes the manifest of the files in a folder. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, undefined, 1)}\n`);
}

/** @throws Error where it is no manifest, or one of a later version of the product */
export function parseManifest(text: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(
      `the backup is damaged, or was made by a later version of this program: its ${MANIFEST} is not readable`,
      { cause: error },
    );
  }
}

/**
 * Reads the manifest of a backup that was fetched into a folder, and compares every part with it.
 * @throws Error that names the first part that is not what was saved
 */
export async function verifiedManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Error(`the backup is damaged: ${MANIFEST} is missing`);
    throw error;
  });
  const manifest = parseManifest(text);
  for (const [name, expected] of Object.entries(manifest.parts)) await assertIntact(join(folder, name), name, expected);
  return manifest;
}
