import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@videocall/testing';
import pg from 'pg';

const program = fileURLToPath(new URL('../main.ts', import.meta.url));

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('care migrate', () => {
  let database: TestDatabase;
  let owner: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    const url = new URL(database.ownerUrl);
    url.pathname = `${url.pathname}_fresh`;
    owner = url.href;
  });
  afterAll(async () => {
    await query(database.ownerUrl, `DROP DATABASE "${new URL(owner).pathname.slice(1)}" WITH (FORCE)`);
    await database.drop();
  });

  const passwordOf = (url: string): string => decodeURIComponent(new URL(url).password);

  async function migrate(ownerUrl: string): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [program, 'migrate'], {
      env: {
        PATH: process.env['PATH'],
        DATABASE_OWNER_URL: ownerUrl,
        AUTH_DATABASE_PASSWORD: passwordOf(database.urls.auth),
        CALL_DATABASE_PASSWORD: passwordOf(database.urls.call),
        RECORDING_DATABASE_PASSWORD: passwordOf(database.urls.recording),
      },
    });
    return stdout;
  }

  it('makes the database and its tables, and lets each service in', async () => {
    expect(await migrate(owner)).toMatch(/^applied \d{14}_schemas_and_roles$/m);
    const login = new URL(database.urls.auth);
    login.pathname = new URL(owner).pathname;
    expect(await query(login.href, 'SELECT count(*)::int AS users FROM auth.users')).toEqual([{ users: 0 }]);
  });

  it('has nothing to do the second time', async () => {
    expect(await migrate(owner)).toBe('the database is up to date\n');
  });

  it('says which setting is missing', async () => {
    await expect(migrate('')).rejects.toThrow('the setting DATABASE_OWNER_URL is missing');
  });
});
