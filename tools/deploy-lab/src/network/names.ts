import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN } from '../folders.ts';
import type { HostAddress } from './addresses.ts';

/** A folder that the lab's name server watches: each file has lines as /etc/hosts has. */
export const NAMES_FOLDER = join(RUN, 'names');

/**
 * Makes names lead to a host, for everybody in the lab, at once; a host's earlier names are forgotten.
 * @param host whose names they are: a word, under which they can be replaced
 */
export async function setNames(host: string, address: HostAddress, names: readonly string[]): Promise<void> {
  await mkdir(NAMES_FOLDER, { recursive: true });
  const lines = names.flatMap((name) => [`${address.ipv4} ${name}`, `${address.ipv6} ${name}`]);
  await writeFile(join(NAMES_FOLDER, host), `${lines.join('\n')}\n`);
}
