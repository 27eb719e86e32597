import { existsSync, globSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { waitFor } from '@videocall/stack';

/** Removes a control group with all below it from every hierarchy of the machine. Its processes must have ended. */
export async function removeControlGroups(path: string): Promise<void> {
  // A single hierarchy (v2), or one folder for each controller (v1).
  for (const top of [...globSync('/sys/fs/cgroup/*'), '/sys/fs/cgroup'].map((folder) => `${folder}${path}`)) {
    if (!existsSync(top)) continue;
    const below = globSync('*/**/', { cwd: top }).sort((one, other) => other.length - one.length);
    for (const group of [...below.map((folder) => `${top}/${folder}`), top]) {
      // The kernel takes a moment to let go of those whose last process has just ended.
      await waitFor(() => rmdir(group).then(() => true), { what: `removing ${group}` });
    }
  }
}
