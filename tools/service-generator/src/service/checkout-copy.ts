import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Links everything in one node_modules folder into another, except what `skip` names. */
function linkPackages(from: string, to: string, skip: ReadonlySet<string>): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) if (!skip.has(name)) symlinkSync(join(from, name), join(to, name));
}

/**
 * Copies a checkout's files as they are now, ignored ones left out, and gives the copy the installed packages by links.
 * The copy's own workspaces are linked to the copy.
 */
export function copyCheckout(root: string, copy: string): void {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  for (const file of list.split('\0').filter((name) => name !== '' && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  linkPackages(join(root, 'node_modules'), join(copy, 'node_modules'), new Set(['@videocall', '.cache']));
  mkdirSync(join(copy, 'node_modules/@videocall'));
  // Their targets are relative, so the same links lead into the copy.
  cpSync(join(root, 'node_modules/@videocall'), join(copy, 'node_modules/@videocall'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  for (const area of ['apps', 'libs', 'libs/platform', 'tools']) {
    for (const name of readdirSync(join(root, area))) {
      const own = join(area, name, 'node_modules');
      if (existsSync(join(root, own)) && existsSync(join(copy, area, name)))
        linkPackages(join(root, own), join(copy, own), new Set());
    }
  }
}
