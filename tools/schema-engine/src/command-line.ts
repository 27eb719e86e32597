import { parseArgs } from 'node:util';

/** What the Prisma CLI asks a schema engine process to do. */
export type Command = 'version' | 'can-connect-to-database' | 'create-database' | 'serve';

export interface CommandLine {
  readonly command: Command;
  /** Paths of the Prisma schema's files. */
  readonly datamodels: readonly string[];
  /** The database's address; absent for commands that touch none. */
  readonly databaseUrl: string | undefined;
}

function urlOf(datasource: string | undefined): string | undefined {
  if (datasource === undefined) return undefined;
  const parsed: unknown = JSON.parse(datasource);
  return typeof parsed === 'object' && parsed !== null && 'url' in parsed && typeof parsed.url === 'string'
    ? parsed.url
    : undefined;
}

/**
 * Reads the arguments that the Prisma CLI passes: `--version`, or `cli COMMAND` for one question, or neither to be
 * served over standard input and output. Options that do not concern this engine are let pass.
 * @throws Error for a `cli` command that this engine does not know
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { values, positionals } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    options: {
      version: { type: 'boolean', short: 'V' },
      datamodels: { type: 'string', short: 'd', multiple: true },
      datasource: { type: 'string' },
      'extension-types': { type: 'string' },
    },
  });
  const common = {
    datamodels: (values.datamodels ?? []).filter((path) => typeof path === 'string'),
    databaseUrl: urlOf(typeof values.datasource === 'string' ? values.datasource : undefined),
  };
  if (values.version === true) return { ...common, command: 'version' };
  const cli = positionals.indexOf('cli');
  if (cli < 0) return { ...common, command: 'serve' };
  const command = positionals[cli + 1];
  if (command === 'can-connect-to-database' || command === 'create-database') return { ...common, command };
  throw new Error(`unknown schema engine command "${command ?? ''}"`);
}
