import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatFiles, generateFiles, installPackagesTask, readJson, type Tree, updateJson } from '@nx/devkit';
import { type ServiceNames, serviceNames } from './names.ts';

interface ServiceOptions {
  readonly name: string;
  readonly description: string;
  readonly skipInstall: boolean;
}

interface TsConfig {
  readonly references: readonly { readonly path: string }[];
}

interface PackageJson {
  readonly dependencies?: Readonly<Record<string, string>>;
}

const FILES = fileURLToPath(new URL('files', import.meta.url));
const CONTRACTS = 'libs/contracts/src/index.ts';
const SERVICE_TABLE = 'tools/stack/src/services/service-table.ts';
/** Versions of packages are taken from a service that is kept up to date. */
const MODEL = 'apps/auth/package.json';

/** Puts text before the only place where another text is. */
function insertBefore(tree: Tree, path: string, place: string, text: string): void {
  const parts = (tree.read(path, 'utf8') ?? '').split(place);
  if (parts.length !== 2)
    throw new Error(`${path} does not hold exactly one "${place.trim()}": the generator must be told where to add`);
  tree.write(path, parts.join(text + place));
}

function stackRow({ kebab }: ServiceNames): string {
  return `  {
    name: '${kebab}',
    ports: { http: 1, grpc: 1 },
    readyPath: '/readyz',
    program: ['apps/${kebab}/dist/main.js'],
    environment: (context) => ({ ...common(context, '${kebab}'), ...grpcListener(context, '${kebab}') }),
  },
`;
}

/** The generated package uses the versions that the model service uses. */
function versions(tree: Tree): (name: string) => string {
  const { dependencies = {} } = readJson<PackageJson>(tree, MODEL);
  return (name) => {
    const version = dependencies[name];
    if (version === undefined) throw new Error(`${MODEL} does not name ${name}`);
    return version;
  };
}

/**
 * Adds a service to the repository: its folder, its contract, its row in the stack's table.
 * @returns what Nx runs once the files are written
 */
export default async function serviceGenerator(tree: Tree, options: ServiceOptions): Promise<() => void> {
  const names = serviceNames(options.name);
  const folder = `apps/${names.kebab}`;
  if (tree.exists(folder)) throw new Error(`${folder} is there already`);

  const values = { ...names, description: options.description, version: versions(tree), dot: '.', tmpl: '' };
  generateFiles(tree, join(FILES, 'app'), folder, values);
  generateFiles(tree, join(FILES, 'proto'), `proto/videocall/${names.snake}/v1`, values);

  const contracts = tree.read(CONTRACTS, 'utf8') ?? '';
  tree.write(
    CONTRACTS,
    `export * as ${names.camel}V1 from './generated/videocall/${names.snake}/v1/${names.snake}.js';\n${contracts}`,
  );
  insertBefore(tree, SERVICE_TABLE, "  {\n    name: 'web',", stackRow(names));
  updateJson(tree, 'tsconfig.json', (root: TsConfig) => ({
    ...root,
    references: [...root.references, { path: `./${folder}` }],
  }));
  await formatFiles(tree);
  return () => {
    if (!options.skipInstall) installPackagesTask(tree, true);
    process.stdout.write(`\nNext: npm run generate, then npm run up. ${folder}/README.md says where what belongs.\n`);
  };
}
