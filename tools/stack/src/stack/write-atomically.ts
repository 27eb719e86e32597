import { renameSync, writeFileSync } from 'node:fs';

/** Replaces a file's contents at once: whoever reads it sees the old or the new. Readable by its owner alone. */
export function writeAtomically(path: string, contents: string): void {
  const fresh = `${path}.${process.pid}.new`;
  writeFileSync(fresh, contents, { mode: 0o600 });
  renameSync(fresh, path);
}
