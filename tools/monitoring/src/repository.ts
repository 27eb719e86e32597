import { fileURLToPath } from 'node:url';

/** The repository's top folder. */
export const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url));
