import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryEnvironment, repositoryRoot } from '../repository.ts';
import type { Outcome } from './outcome.ts';

/** Projects below the repository's top that have a Jest configuration. */
export function jestProjects(): string[] {
  return globSync(
    ['apps/*/jest.config.mjs', 'libs/*/jest.config.mjs', 'libs/platform/*/jest.config.mjs', 'tools/*/jest.config.mjs'],
    { cwd: repositoryRoot },
  )
    .map((file) => dirname(file))
    .sort();
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/**
 * Runs Jest over projects, its output going to ours.
 * @param workers how many test files at once
 */
export async function runJest(
  projects: readonly string[],
  workers: number,
): Promise<Pick<Outcome, 'passed' | 'failed'>> {
  const folder = mkdtempSync(join(tmpdir(), 'videocall-jest-'));
  const reportFile = join(folder, 'report.json');
  const jest = join(repositoryRoot, 'node_modules', '.bin', 'jest');
  const args = [
    '--projects',
    ...projects,
    `--maxWorkers=${workers}`,
    '--ci',
    '--passWithNoTests',
    '--testTimeout=30000',
    '--json',
    `--outputFile=${reportFile}`,
  ];
  try {
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', jest, ...args], {
      cwd: repositoryRoot,
      env: {
        ...repositoryEnvironment(),
        NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
      },
      // With --json the report is what goes to standard output; people read standard error.
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (!existsSync(reportFile)) throw new Error(`jest ended with ${code} and left no report`);
    const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
    const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
    // A broken teardown fails no test but is a failure.
    return { passed: report.numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
