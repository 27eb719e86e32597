import { cpSync, existsSync, lstatSync, mkdirSync, readlinkSync, realpathSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { productionPackages } from './production-packages.ts';

/** Of other people's packages, what never runs: types, source maps, documentation. */
const NEVER_RUN = /\.(d\.[cm]?ts|map|md|markdown|flow|tsbuildinfo)$/i;

/** Large parts that our programs do not use, as paths below node_modules. */
const UNUSED = [
  // The worker's source: the image has the program.
  /^mediasoup\/worker(\/|$)/,
  // Query compilers for other databases, two megabytes each.
  /^@prisma\/client\/runtime\/query_compiler_.*\.(mysql|sqlite|sqlserver|cockroachdb)\./,
  /^@prisma\/client\/runtime\/wasm-compiler-edge\./,
];

/** Of our own packages, what is for building and testing. Source maps stay: stack traces name our own lines. */
const OWN_NOT_RUN = /\.spec\.|\.d\.ts(\.map)?$|\.tsbuildinfo$|\.md$|^(tsconfig.*\.json|jest\..*|vite\.config\.ts)$/;
const OWN_FOLDERS_NOT_RUN = new Set(['node_modules', 'testing', 'shims']);

function copyForeign(root: string, folder: string, out: string): void {
  const modules = join(root, 'node_modules');
  cpSync(folder, join(out, relative(root, folder)), {
    recursive: true,
    filter: (path) => {
      // Nested packages come by themselves when they are needed.
      if (path !== folder && basename(path) === 'node_modules') return false;
      return !NEVER_RUN.test(path) && !UNUSED.some((part) => part.test(relative(modules, path)));
    },
  });
}

/** A service runs what was built; a tool runs from source. */
function copyOwn(root: string, folder: string, out: string): void {
  const isBuilt = existsSync(join(folder, 'dist', 'index.js')) || existsSync(join(folder, 'dist', 'main.js'));
  const leftOut = isBuilt ? 'src' : 'dist';
  cpSync(folder, join(out, relative(root, folder)), {
    recursive: true,
    filter: (path) => {
      const name = basename(path);
      if (OWN_NOT_RUN.test(name) || path === join(folder, leftOut)) return false;
      return !(OWN_FOLDERS_NOT_RUN.has(name) && lstatSync(path).isDirectory());
    },
  });
}

/**
 * Gathers what a workspace needs to run, laid out as in the repository: its own files as built, those of our libraries,
 * and the installed packages.
 * @param root the repository's top folder, installed and built
 * @param workspace below it, e.g. `apps/auth`
 * @param out a folder that is made
 */
export function assemble(root: string, workspace: string, out: string): void {
  const top = realpathSync(root);
  const folder = join(top, workspace);
  if (!existsSync(join(folder, 'package.json'))) throw new Error(`${workspace} is no workspace here`);
  copyOwn(top, folder, out);
  cpSync(join(top, 'package.json'), join(out, 'package.json'));
  for (const installed of productionPackages(top, folder)) {
    if (!lstatSync(installed).isSymbolicLink()) {
      copyForeign(top, installed, out);
      continue;
    }
    const link = join(out, relative(top, installed));
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(readlinkSync(installed), link);
    copyOwn(top, realpathSync(installed), out);
  }
}
