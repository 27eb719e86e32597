import { readFile } from 'node:fs/promises';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { SchemaEngine } from '@prisma/schema-engine-wasm';
import { createDatabase } from './maintenance-database.ts';
import { MigrationAdapterFactory } from './migration-adapter.ts';

/** Commands that read schema files only (`migrate diff` between two of them) still want an adapter; it never connects. */
const NO_DATABASE = 'postgresql://nobody@127.0.0.1:1/none';

/** Answers the CLI's requests; made when the first one comes, since making it reads the schema. */
export class Engine {
  readonly #datamodels: readonly string[];
  readonly #url: string | undefined;
  #engine: Promise<SchemaEngine> | undefined;

  constructor(datamodels: readonly string[], databaseUrl: string | undefined) {
    this.#datamodels = datamodels;
    this.#url = databaseUrl;
  }

  /**
   * @param method a method of Prisma's schema engine RPC, e.g. `applyMigrations`
   * @throws what the engine refuses, or Error for a method that it does not have
   */
  async answer(method: string, params: unknown): Promise<unknown> {
    if (method === 'createDatabase') return { databaseName: await createDatabase(this.#url ?? NO_DATABASE) };
    const engine = await (this.#engine ??= this.#start());
    const call: unknown = Reflect.get(engine, method === 'getDatabaseVersion' ? 'version' : method);
    if (typeof call !== 'function') throw new Error(`the schema engine has no method "${method}"`);
    return Reflect.apply(call, engine, [params]);
  }

  async #start(): Promise<SchemaEngine> {
    const contents = this.#datamodels.map(
      async (path): Promise<[string, string]> => [path, await readFile(path, 'utf8')],
    );
    const datamodels = contents.length > 0 ? await Promise.all(contents) : undefined;
    const adapter = bindMigrationAwareSqlAdapterFactory(new MigrationAdapterFactory(this.#url ?? NO_DATABASE));
    return SchemaEngine.new(
      { datamodels },
      (line: string) => {
        if (process.env['DEBUG']) process.stderr.write(`${line}\n`);
      },
      adapter,
    );
  }
}
