import { mkdir, rm } from 'node:fs/promises';
import { REPOSITORY } from '../folders.ts';
import { run } from '../process/run.ts';

/** Copies the checkout as git has it, with what is not committed yet and without what git ignores: as an operator gets it. */
export async function copyCheckout(to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  const copy = `git ls-files -z --cached --others --exclude-standard --deduplicate \\
    | while IFS= read -r -d '' file; do [ ! -e "$file" ] || printf '%s\\0' "$file"; done \\
    | tar --null --files-from=- --create | tar --extract --no-same-owner --directory="$1"`;
  await run(['bash', '-euo', 'pipefail', '-c', copy, 'copy', to], { cwd: REPOSITORY });
}
