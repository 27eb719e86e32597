import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { repositoryEnvironment, repositoryRoot } from '../repository.ts';

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
  readonly testResults: readonly {
    readonly name: string;
    readonly status: 'passed' | 'failed';
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** What a run of Jest came to, by test file. */
export interface JestResult {
  readonly files: readonly TestFile[];
  /** Every file passed, but something else did not: a teardown. */
  readonly brokenOtherwise: boolean;
}

export interface TestFile {
  readonly path: string;
  readonly passed: number;
  /** Tests; one where the file itself could not be run. */
  readonly failed: number;
}

function filesOf(report: Report): TestFile[] {
  return report.testResults.map(({ name, status, assertionResults }) => {
    const count = (of: string): number => assertionResults.filter((result) => result.status === of).length;
    return {
      path: relative(repositoryRoot, name),
      passed: count('passed'),
      failed: Math.max(count('failed'), status === 'failed' ? 1 : 0),
    };
  });
}

/**
 * Runs Jest over projects, its output going to ours.
 * @param workers how many test files at once
 * @param paths only these test files
 */
export async function runJest(
  projects: readonly string[],
  workers: number,
  paths: readonly string[] = [],
): Promise<JestResult> {
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
    ...(paths.length > 0 ? ['--runTestsByPath', ...paths] : []),
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
    const files = filesOf(report);
    return { files, brokenOtherwise: code !== 0 && files.every(({ failed }) => failed === 0) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
