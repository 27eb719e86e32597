import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's top folder. */
export const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url));

/** The environment in which programs of npm packages run on the Node that the repository brings. */
export function repositoryEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${join(repositoryRoot, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}` };
}
