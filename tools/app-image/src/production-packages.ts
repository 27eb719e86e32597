import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What of a package.json says which packages are needed at run time. */
interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** Where Node finds a package from a folder: in the nearest node_modules that has it. */
function resolve(root: string, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (folder === root || folder === dirname(folder)) return undefined;
  }
}

/**
 * The installed packages that a workspace needs to run: dependencies and peers, and theirs. Optional peers count for
 * nothing: npm installs them for others (the Prisma CLI beside its client), and no service uses them.
 * @param root the repository's top folder
 * @param workspace a workspace's folder
 * @returns folders as Node finds them; those of workspaces are links
 * @throws Error when one is not installed
 */
export function productionPackages(root: string, workspace: string): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [workspace];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const real = realpathSync(folder);
    const { dependencies = {}, optionalDependencies = {}, ...manifest } = manifestOf(real);
    const { peerDependencies = {}, peerDependenciesMeta = {} } = manifest;
    const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
    for (const name of new Set([...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...peers])) {
      const installed = resolve(root, real, name);
      if (installed === undefined) {
        // Those for other platforms are never installed.
        if (name in optionalDependencies) continue;
        throw new Error(`${real} needs ${name}, which is not installed: run npm ci`);
      }
      if (found.has(installed)) continue;
      found.add(installed);
      waiting.push(installed);
    }
  }
  return found;
}
