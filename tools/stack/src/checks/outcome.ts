/** How many tests one part of the test run passed and failed. */
export interface Outcome {
  readonly title: string;
  readonly passed: number;
  readonly failed: number;
  /** Test files that passed only at a second try. */
  readonly unsteady: readonly string[];
  readonly seconds: number;
}

/** A table of what was run, with the sum alone on the last line. */
export function summarise(outcomes: readonly Outcome[]): string {
  const width = Math.max(...outcomes.map(({ title }) => title.length));
  const rows = outcomes.map(({ title, passed, failed, seconds }) => {
    const failures = failed > 0 ? `  ${failed} failed` : '';
    return `${failed > 0 ? '✖' : '✔'} ${title.padEnd(width)} ${seconds.toFixed(1).padStart(7)} s ${String(passed).padStart(5)} passed${failures}`;
  });
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const unsteady = outcomes.flatMap((outcome) => outcome.unsteady);
  const warnings = unsteady.map((path) => `⚠ passed only at the second try: ${path}`);
  return [
    ...rows,
    ...warnings,
    '',
    `${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`,
  ].join('\n');
}

/** Runs one part; whatever it throws counts as a failure, so that the others run all the same. */
export async function timed(title: string, work: () => Promise<Omit<Outcome, 'title' | 'seconds'>>): Promise<Outcome> {
  const started = performance.now();
  process.stdout.write(`\n▸ ${title}\n`);
  let counts: Omit<Outcome, 'title' | 'seconds'>;
  try {
    counts = await work();
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : error}\n`);
    counts = { passed: 0, failed: 1, unsteady: [] };
  }
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(`${counts.failed > 0 ? '✖' : '✔'} ${title} ${seconds.toFixed(1)} s\n`);
  return { title, ...counts, seconds };
}
