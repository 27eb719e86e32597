import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A Meson subproject of mediasoup-worker, answered by a library of the distribution.
 * The worker's meson.build reads from each one a dependency and the static libraries it links whole.
 */
interface SystemSubproject {
  /** Meson variable → the distribution's pkg-config module. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Variables that must hold a static library. They are empty here: the dependency brings the real, shared one. */
  readonly libraries: readonly string[];
  /** Options that the worker passes down; Meson refuses those that a subproject does not declare. */
  readonly options?: readonly string[];
  /** Whether its headers come from `shims/`, for an interface that the distribution's version does not have. */
  readonly shimmed?: boolean;
}

const SUBPROJECTS: Readonly<Record<string, SystemSubproject>> = {
  libuv: { dependencies: { libuv_dep: 'libuv' }, libraries: ['libuv'], options: ['build_tests', 'build_benchmarks'] },
  openssl: { dependencies: { openssl_dep: 'openssl' }, libraries: ['libcrypto_lib', 'libssl_lib'] },
  libsrtp3: {
    dependencies: { libsrtp3_dep: 'libsrtp2' },
    libraries: ['libsrtp3'],
    options: ['crypto-library', 'crypto-library-kdf', 'tests'],
    shimmed: true,
  },
  flatbuffers: { dependencies: { flatbuffers_dep: 'flatbuffers' }, libraries: ['flatbuffers_lib'] },
  'abseil-cpp': {
    dependencies: {
      absl_container_dep: 'absl_flat_hash_map',
      absl_strings_dep: 'absl_strings',
      absl_types_dep: 'absl_optional',
    },
    libraries: ['absl_container_lib'],
  },
  'unordered-dense': { dependencies: { unordered_dense_dep: '' }, libraries: [], shimmed: true },
};

/** `dependency('unordered_dense')` is looked up by name, so its wrap must say who provides it. */
const UNORDERED_DENSE_WRAP = `[wrap-file]
directory = unordered-dense

[provide]
unordered_dense = unordered_dense_dep
`;

function mesonBuild(name: string, { dependencies, libraries, shimmed }: SystemSubproject): string {
  const dependency = ([variable, module]: [string, string]): string => {
    const found = module === '' ? '' : `dependency('${module}')`;
    if (!shimmed) return `${variable} = ${found}`;
    return `${variable} = declare_dependency(include_directories: include_directories('shims')${found && `, dependencies: ${found}`})`;
  };
  return [
    `project('${name}', 'c')`,
    ...Object.entries(dependencies).map(dependency),
    ...libraries.map((library) => `${library} = static_library('${library}_from_system', 'empty.c')`),
    '',
  ].join('\n');
}

/**
 * Replaces the worker's downloadable subprojects by ones that use what is installed.
 * @param worker a writable copy of the package's `worker/` folder
 * @param shims the folder of headers that stand in for interfaces newer than the distribution's
 */
export function useSystemLibraries(worker: string, shims: string): void {
  const folder = join(worker, 'subprojects');
  for (const entry of readdirSync(folder)) rmSync(join(folder, entry), { recursive: true });
  for (const [name, subproject] of Object.entries(SUBPROJECTS)) {
    const target = join(folder, name);
    mkdirSync(target);
    writeFileSync(join(target, 'meson.build'), mesonBuild(name, subproject));
    writeFileSync(join(target, 'empty.c'), 'typedef int empty;\n');
    const options = subproject.options?.map((option) => `option('${option}', type: 'string', value: '')\n`) ?? [];
    if (options.length > 0) writeFileSync(join(target, 'meson_options.txt'), options.join(''));
    if (subproject.shimmed) cpSync(shims, join(target, 'shims'), { recursive: true });
  }
  writeFileSync(join(folder, 'unordered-dense.wrap'), UNORDERED_DENSE_WRAP);
}
