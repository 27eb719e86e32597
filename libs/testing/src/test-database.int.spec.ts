import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from './index.ts';

async function query(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

describe('a test database', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('lets each service write tables of its own schema', async () => {
    await query(database.ownerUrl, 'CREATE TABLE auth.probe (value integer)');
    await query(database.urls.auth, 'INSERT INTO auth.probe VALUES (1)');
    const { rows } = await query(database.urls.auth, 'SELECT value FROM auth.probe');
    expect(rows).toEqual([{ value: 1 }]);
  });

  it('does not let a service read tables of another', async () => {
    await query(database.ownerUrl, 'CREATE TABLE call.probe (value integer)');
    await expect(query(database.urls.auth, 'SELECT * FROM call.probe')).rejects.toThrow(
      'permission denied for schema call',
    );
  });

  it('does not let a service make tables anywhere', async () => {
    await expect(query(database.urls.auth, 'CREATE TABLE public.probe (value integer)')).rejects.toThrow(
      'permission denied',
    );
    await expect(query(database.urls.auth, 'CREATE TABLE auth.other (value integer)')).rejects.toThrow(
      'permission denied',
    );
  });

  it('shares nothing with another', async () => {
    const other = await createTestDatabase();
    await query(database.ownerUrl, 'CREATE TABLE auth.lonely (value integer)');
    await expect(query(other.ownerUrl, 'SELECT * FROM auth.lonely')).rejects.toThrow('does not exist');
    await other.drop();
  });
});
