import { PrismaPg } from '@prisma/adapter-pg';
import { DriverAdapterError } from '@prisma/driver-adapter-utils';
import pg from 'pg';
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

/** The form in which the engine reports what PostgreSQL refused. */
function refusal(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const { code = 'N/A', severity = 'N/A', message, detail, column, hint } = error;
  return new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
}

/**
 * Sends a script to the server whole, as it is written. `@prisma/adapter-pg` cuts it at every semicolon, also those
 * inside function bodies, strings and comments.
 */
function sendScriptsWhole(adapter: Adapter): Adapter {
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script);
    } catch (error) {
      throw refusal(error);
    }
  };
  return adapter;
}

/**
 * Connections of the schema engine to a database and to the shadow databases on which it replays migrations.
 *
 * Differs from `PrismaPg` in how scripts are sent, and in the shadow database: that one cannot be dropped there, since
 * its pool is still open when the drop is asked for.
 */
export class MigrationAdapterFactory extends PrismaPg {
  readonly #url: string;

  constructor(url: string) {
    super(connectionTo(url), schemaOf(url));
    this.#url = url;
  }

  override async connect(): Promise<Adapter> {
    return sendScriptsWhole(await super.connect());
  }

  override async connectToShadowDb(): Promise<Adapter> {
    const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
    const url = withDatabase(this.#url, database);
    await execute(this.#url, `CREATE DATABASE "${database}"`);
    const shadow = sendScriptsWhole(await new PrismaPg(connectionTo(url), schemaOf(this.#url)).connect());
    const disconnect = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await disconnect();
      await execute(this.#url, `DROP DATABASE "${database}" WITH (FORCE)`);
    };
    return shadow;
  }
}
