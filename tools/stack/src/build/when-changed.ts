import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../repository.ts';

/** Folders that hold what is made, not what it is made from. */
const MADE = new Set(['node_modules', 'dist', 'generated', '.nx']);

function* filesBelow(path: string): Generator<string> {
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const { name } of readdirSync(path, { withFileTypes: true }).sort((one, other) =>
    one.name < other.name ? -1 : 1,
  )) {
    if (!MADE.has(name)) yield* filesBelow(join(path, name));
  }
}

/** A hash over names and contents of files and of all files below folders. */
export function fingerprint(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesBelow(path))
      hash.update(`${file}\0`).update(createHash('sha256').update(readFileSync(file)).digest());
  }
  return hash.digest('hex');
}

interface Derived {
  readonly name: string;
  /** Files and folders it is made from, below the repository's top. */
  readonly from: readonly string[];
  /** What must be there afterwards, below the repository's top. */
  readonly to: readonly string[];
}

/** Does work whose result is kept, unless nothing it is made from has changed since the last time. */
export async function whenChanged({ name, from, to }: Derived, work: () => Promise<void>): Promise<void> {
  const inRepository = (path: string): string => join(repositoryRoot, path);
  const folder = inRepository('node_modules/.cache/videocall');
  const stamp = join(folder, name);
  const current = fingerprint(from.map(inRepository));
  const made = to.every((path) => existsSync(inRepository(path)));
  if (made && existsSync(stamp) && readFileSync(stamp, 'utf8') === current) return;
  await work();
  mkdirSync(folder, { recursive: true });
  writeFileSync(stamp, current);
}
