import type { JestResult, TestFile } from './jest-run.ts';
import type { Outcome } from './outcome.ts';

/** More failures than that are no accident. */
const FEW = 3;

/**
 * Where a few files of a run failed, they alone are run a second time. What passes then counts as passed and is named: browsers,
 * encoders and servers share few cores here, and a machine that stood still for a second breaks a test that no change of code did.
 *
 * @param run runs all files, or those with these paths
 */
export async function withSecondTry(
  run: (paths?: readonly string[]) => Promise<JestResult>,
): Promise<Pick<Outcome, 'passed' | 'failed' | 'unsteady'>> {
  const first = await run();
  const broken = first.files.filter(({ failed }) => failed > 0);
  if (first.brokenOtherwise || broken.length === 0 || broken.length > FEW) return { ...sum(first), unsteady: [] };

  const paths = broken.map(({ path }) => path);
  process.stdout.write(`\n↻ run again, each on its own: ${paths.join(', ')}\n`);
  const again = await run(paths);
  const steady = first.files.filter(({ failed }) => failed === 0);
  const unsteady = again.files.filter(({ failed }) => failed === 0).map(({ path }) => path);
  return { ...sum({ ...again, files: [...steady, ...again.files] }), unsteady };
}

function sum({ files, brokenOtherwise }: JestResult): Pick<Outcome, 'passed' | 'failed'> {
  const total = (of: (file: TestFile) => number): number => files.reduce((count, file) => count + of(file), 0);
  return { passed: total(({ passed }) => passed), failed: total(({ failed }) => failed) + (brokenOtherwise ? 1 : 0) };
}
