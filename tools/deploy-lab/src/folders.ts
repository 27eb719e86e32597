import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout that is tried. */
export const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** What a lab is while it runs: sockets, state, logs. Gone after a restart of the machine. */
export const RUN = '/run/videocall-lab';

/**
 * What the next lab uses again: images, layers, the base systems. Outside the checkout, since several checkouts share it;
 * may be deleted whenever no lab runs.
 */
export const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'videocall', 'deploy-lab');
