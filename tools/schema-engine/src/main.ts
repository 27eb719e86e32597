import pg from 'pg';
import { parseCommandLine } from './command-line.ts';
import { Engine } from './engine.ts';
import { serve } from './json-rpc.ts';
import { createDatabase, databaseName } from './maintenance-database.ts';

/** Prisma's error codes (its error reference), by PostgreSQL's SQLSTATE. */
function prismaErrorCode(error: unknown): string {
  const state = error instanceof pg.DatabaseError ? error.code : undefined;
  if (state === '3D000') return 'P1003';
  if (state === '28P01' || state === '28000') return 'P1000';
  return 'P1001';
}

/** The form in which the CLI expects a one-question engine process to fail: a log line on standard error. */
function fail(error: unknown, url: string): number {
  const code = prismaErrorCode(error);
  const reason = error instanceof Error ? error.message || error.name : String(error);
  const message =
    code === 'P1003' ? `Database \`${databaseName(url)}\` does not exist` : `${new URL(url).host}: ${reason}`;
  const fields = { message, error_code: code, is_panic: false };
  process.stderr.write(
    `\n${JSON.stringify({ timestamp: new Date().toISOString(), level: 'ERROR', fields, target: 'schema_engine::logger' })}\n`,
  );
  return 1;
}

async function tryConnecting(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.end();
}

/**
 * A schema engine process as the Prisma CLI expects one, on the WebAssembly build of the same engine: the native one
 * is a download at install time that is not reachable from everywhere.
 * @returns the process's exit code
 */
export async function main(argv: readonly string[]): Promise<number> {
  const { command, datamodels, databaseUrl } = parseCommandLine(argv);
  if (command === 'version') {
    process.stdout.write('schema-engine-cli wasm\n');
    return 0;
  }
  if (command === 'serve') {
    const engine = new Engine(datamodels, databaseUrl);
    await serve(process.stdin, process.stdout, (method, params) => engine.answer(method, params));
    return 0;
  }
  if (databaseUrl === undefined) throw new Error(`${command} needs --datasource`);
  try {
    await (command === 'create-database' ? createDatabase(databaseUrl) : tryConnecting(databaseUrl));
    return 0;
  } catch (error) {
    return fail(error, databaseUrl);
  }
}
