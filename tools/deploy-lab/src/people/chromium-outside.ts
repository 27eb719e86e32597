import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OUTSIDE_HOME } from '../deployment/authority.ts';

/** What a browser on the lab's network is started with, besides what every test's is. */
export const OUTSIDE_ARGUMENTS = ['--disable-features=WebRtcHideLocalIpsWithMdns'];

/** A program that starts Chromium as people outside have it: it trusts the lab's authority, as browsers trust well-known ones. */
export async function chromiumOutside(): Promise<string> {
  await mkdir(OUTSIDE_HOME, { recursive: true });
  const script = join(OUTSIDE_HOME, 'chromium');
  const program = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  await writeFile(script, `#!/bin/sh\nHOME=${OUTSIDE_HOME} exec ${program} "$@"\n`);
  await chmod(script, 0o755);
  return script;
}
