// npm test: from a fresh clone to the result of every check and test there is.
import { prepare } from '../build/prepare.ts';
import { jestProjects, runJest } from '../checks/jest-run.ts';
import { TURN_PACKAGE } from '../servers/turn.ts';
import { type Outcome, summarise, timed } from '../checks/outcome.ts';
import { withSecondTry } from '../checks/second-try.ts';
import { STATIC_CHECKS } from '../checks/static-checks.ts';
import { explain } from './steps.ts';

const END_TO_END = 'apps/e2e';

/** What the Python example is run with. */
const PYTHON_PACKAGES = ['libprotobuf-dev', 'protobuf-compiler', 'python3-grpcio', 'python3-protobuf'];
/**
 * What tests need of the system besides what the product needs: a real browser, what the guides' shell snippets use, and
 * checkers of shell scripts, of systemd units, and of alerts and who is told of them.
 */
const TEST_PACKAGES = [
  'chromium',
  TURN_PACKAGE,
  'iproute2',
  'nftables',
  'curl',
  'jq',
  'shellcheck',
  // What backups are made with; redis-tools comes with the server.
  'postgresql-client-15',
  'restic',
  'systemd',
  'prometheus',
  'prometheus-alertmanager',
  ...PYTHON_PACKAGES,
];

// Everything that we start ends when we do.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

try {
  await prepare(TEST_PACKAGES);
  const outcomes: Outcome[] = [];
  for (const { title, run } of STATIC_CHECKS)
    outcomes.push(await timed(title, () => run().then(() => ({ passed: 1, failed: 0, unsteady: [] }))));
  const projects = jestProjects();
  const others = projects.filter((project) => project !== END_TO_END);
  const run = (title: string, of: readonly string[], workers: number): Promise<Outcome> =>
    timed(title, () => withSecondTry((paths) => runJest(of, paths ? 1 : workers, paths)));
  outcomes.push(await run('unit and integration tests', others, 2));
  // Browsers and the services they use share the machine's cores: one file at a time.
  if (projects.includes(END_TO_END)) outcomes.push(await run('end-to-end tests', [END_TO_END], 1));
  process.stdout.write(`\n${summarise(outcomes)}\n`);
  process.exit(outcomes.some(({ failed }) => failed > 0) ? 1 : 0);
} catch (error) {
  process.stderr.write(`\n✖ ${explain(error)}\n`);
  process.stdout.write('\n0 passed, 1 failed\n');
  process.exit(1);
}
