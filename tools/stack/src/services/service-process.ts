import { join } from 'node:path';
import type { ProcessSpecification } from '../process/process-specification.ts';
import { repositoryEnvironment, repositoryRoot } from '../repository.ts';
import type { ServiceDefinition } from './service-definition.ts';

const ANSWER_MS = 2_000;

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS), redirect: 'manual' });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** Variables of our own environment that a service gets too; everything else comes from its row in the table. */
const INHERITED = ['PATH', 'HOME', 'TZ', 'LANG'];

/**
 * How a service is run as a process of its own.
 * @param httpPort the port on which it says that it is ready
 * @param environment its settings
 */
export function serviceProcess(
  { name, program, readyPath }: ServiceDefinition,
  httpPort: number,
  environment: Readonly<Record<string, string>>,
  logFile: string,
): ProcessSpecification {
  const [script, ...args] = program;
  const outer = repositoryEnvironment();
  const inherited = Object.fromEntries(
    INHERITED.flatMap((variable) => (outer[variable] === undefined ? [] : [[variable, outer[variable]]])),
  );
  return {
    name,
    command: process.execPath,
    args: ['--enable-source-maps', join(repositoryRoot, script), ...args],
    cwd: repositoryRoot,
    env: { ...inherited, ...environment },
    logFile,
    stopSignal: 'SIGTERM',
    isReady: () => answersOk(`http://127.0.0.1:${httpPort}${readyPath}`),
  };
}
