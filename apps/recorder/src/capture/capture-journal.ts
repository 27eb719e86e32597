import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { captureFact, type CaptureFact } from '../domain/capture-facts.js';

const FILE = 'capture.jsonl';

/**
 * The facts of a capture, a line each, beside the files they tell of: they must be written while the database is away, and
 * whoever is killed has written all that it knew.
 */
export class CaptureJournal {
  readonly #path: string;

  /** @param folder the recording's */
  constructor(folder: string) {
    this.#path = join(folder, FILE);
  }

  /** Written when this returns, as far as a killed process is concerned. */
  write(fact: CaptureFact): void {
    // A line that a killed process left unfinished must not swallow this one.
    appendFileSync(this.#path, `\n${JSON.stringify(fact)}`, { mode: 0o600 });
  }

  /** In the order in which they were written; what was cut is left out. */
  read(): CaptureFact[] {
    return this.#lines().flatMap((line) => {
      const parsed = captureFact.safeParse(jsonOf(line));
      return parsed.success ? [parsed.data] : [];
    });
  }

  #lines(): string[] {
    try {
      return readFileSync(this.#path, 'utf8').split('\n');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
