import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { CatalogueClient } from './catalogue-client.ts';
import { execute, withDatabase } from './maintenance-database.ts';

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;

/** What the pool takes besides its declared settings: the class of its connections. */
type PoolConfig = pg.PoolConfig & { readonly Client: typeof CatalogueClient };

function connectionTo(url: string): PoolConfig {
  return { connectionString: url, Client: CatalogueClient };
}

function schemaOf(url: string): { schema?: string } {
  const schema = new URL(url).searchParams.get('schema');
  return schema === null ? {} : { schema };
}

/** `PrismaPg` cuts scripts at every semicolon, also inside `$$ … $$`; PostgreSQL takes a script as it is. */
function runsWholeScripts(adapter: Adapter): Adapter {
  adapter.executeScript = async (script) => {
    await adapter.underlyingDriver().query(script);
  };
  return adapter;
}

/**
 * Connections of the schema engine to a database and to the shadow databases on which it replays migrations.
 *
 * Differs from `PrismaPg` in scripts, and in the shadow database: that one cannot be dropped there, since its pool is still open when
 * the drop is asked for.
 */
export class MigrationAdapterFactory extends PrismaPg {
  readonly #url: string;

  constructor(url: string) {
    super(connectionTo(url), schemaOf(url));
    this.#url = url;
  }

  override async connect(): Promise<Adapter> {
    return runsWholeScripts(await super.connect());
  }

  override async connectToShadowDb(): Promise<Adapter> {
    const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
    const url = withDatabase(this.#url, database);
    await execute(this.#url, `CREATE DATABASE "${database}"`);
    const shadow = runsWholeScripts(await new PrismaPg(connectionTo(url), schemaOf(this.#url)).connect());
    const disconnect = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await disconnect();
      await execute(this.#url, `DROP DATABASE "${database}" WITH (FORCE)`);
    };
    return shadow;
  }
}
