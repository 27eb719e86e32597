import { join } from 'node:path';
import { repositoryRoot } from '../repository.ts';

/** Where the developer's own stack keeps its data; git ignores it. */
export const DEVELOPMENT_DATA = join(repositoryRoot, '.videocall');
