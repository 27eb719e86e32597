import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { prismaCliEnvironment } from '@videocall/schema-engine';
import { freePort } from '../process/free-port.ts';
import { repositoryEnvironment, repositoryRoot } from '../repository.ts';
import { postgresProcess, postgresUrl } from '../servers/postgres.ts';
import { startServer, type Server } from '../servers/start-server.ts';

const SCHEMA = `generator client {
  provider = "prisma-client"
  output   = "../generated"
}

datasource db {
  provider = "postgresql"
}

model Person {
  id   String @id
  name String
}
`;

const CONFIG = `import { defineConfig } from 'prisma/config';
export default defineConfig({ schema: 'prisma', migrations: { path: 'prisma/migrations' }, datasource: { url: process.env['DATABASE_URL'] ?? '' } });
`;

/** A script with semicolons where no statement ends. */
const TRICKY_MIGRATION = `-- a comment; with a semicolon
CREATE FUNCTION greet(name text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  RETURN 'hello; ' || name;
END;
$$;
`;

interface Result {
  readonly code: number;
  readonly output: string;
}

describe('the schema engine, asked by the Prisma CLI', () => {
  let postgres: Server;
  let project: string;
  let databaseUrl: string;

  beforeAll(async () => {
    // Below the repository, so that the project's files find their packages.
    const cache = join(repositoryRoot, 'node_modules/.cache');
    mkdirSync(cache, { recursive: true });
    project = mkdtempSync(join(cache, 'schema-engine-test-'));
    const server = { port: await freePort(), password: 'secret' };
    postgres = await startServer(
      await postgresProcess({
        ...server,
        dataDir: join(project, 'data'),
        logFile: join(project, 'log'),
        durable: false,
      }),
    );
    mkdirSync(join(project, 'prisma'));
    writeFileSync(join(project, 'prisma/schema.prisma'), SCHEMA);
    writeFileSync(join(project, 'prisma.config.ts'), CONFIG);
    const database = new URL(postgresUrl(server));
    database.pathname = '/people';
    databaseUrl = database.href;
  });
  afterAll(async () => {
    await postgres.stop();
    rmSync(project, { recursive: true, force: true });
  });

  function prisma(...args: string[]): Promise<Result> {
    const env = { ...repositoryEnvironment(), ...prismaCliEnvironment, DATABASE_URL: databaseUrl, NODE_OPTIONS: '' };
    return new Promise((resolve) => {
      execFile(
        join(repositoryRoot, 'node_modules/.bin/prisma'),
        args,
        { cwd: project, env },
        (error, stdout, stderr) => {
          resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, output: `${stdout}${stderr}` });
        },
      );
    });
  }

  async function query(sql: string, url = databaseUrl): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  const migrations = (): string[] =>
    readdirSync(join(project, 'prisma/migrations'))
      .filter((name) => name !== 'migration_lock.toml')
      .sort();

  it('makes the database and the first migration from the schema, and leaves no shadow database behind', async () => {
    const made = await prisma('migrate', 'dev', '--name', 'people');
    expect(made).toMatchObject({ code: 0 });
    expect(migrations()).toEqual([expect.stringMatching(/^\d{14}_people$/)]);
    expect(
      await query(`SELECT column_name FROM information_schema.columns WHERE table_name = 'Person' ORDER BY 1`),
    ).toEqual([{ column_name: 'id' }, { column_name: 'name' }]);
    expect(await query(`SELECT datname FROM pg_database WHERE datname LIKE 'prisma_migrate_shadow%'`)).toEqual([]);
  });

  it('applies a script whole, whatever semicolons it holds', async () => {
    const folder = join(project, 'prisma/migrations/29990101000000_greet');
    mkdirSync(folder);
    writeFileSync(join(folder, 'migration.sql'), TRICKY_MIGRATION);
    expect(await prisma('migrate', 'status')).toMatchObject({
      code: 1,
      output: expect.stringContaining('29990101000000_greet'),
    });
    expect(await prisma('migrate', 'deploy')).toMatchObject({ code: 0 });
    expect(await query(`SELECT greet('you')`)).toEqual([{ greet: 'hello; you' }]);
    expect(await prisma('migrate', 'status')).toMatchObject({ code: 0, output: expect.stringContaining('up to date') });
  });

  it('tells the difference between the database and a changed schema', async () => {
    const diff = ['migrate', 'diff', '--from-config-datasource', '--to-schema', 'prisma', '--exit-code'];
    expect(await prisma(...diff)).toMatchObject({ code: 0 });
    writeFileSync(
      join(project, 'prisma/schema.prisma'),
      SCHEMA.replace('name String', 'name String\n  born DateTime?'),
    );
    expect(await prisma(...diff, '--script')).toMatchObject({
      code: 2,
      output: expect.stringContaining('ADD COLUMN     "born" TIMESTAMP(3)'),
    });
    writeFileSync(join(project, 'prisma/schema.prisma'), SCHEMA);
  });

  it('reports a migration that PostgreSQL refuses, with its reason, and knows of it the next time', async () => {
    const broken = join(project, 'prisma/migrations/29990102000000_broken');
    cpSync(join(project, 'prisma/migrations/29990101000000_greet'), broken, { recursive: true });
    writeFileSync(join(broken, 'migration.sql'), 'ALTER TABLE nowhere ADD COLUMN x integer;\n');
    const refused = await prisma('migrate', 'deploy');
    expect(refused).toMatchObject({
      code: 1,
      output: expect.stringMatching(/No such table: nowhere[\s\S]*29990102000000_broken/),
    });
    expect(await prisma('migrate', 'deploy')).toMatchObject({ code: 1, output: expect.stringContaining('P3009') });
    rmSync(broken, { recursive: true });
  });

  it('starts over on an empty database', async () => {
    await query(`INSERT INTO "Person" VALUES ('1', 'Aiko')`);
    expect(await prisma('migrate', 'reset', '--force')).toMatchObject({ code: 0 });
    expect(await query('SELECT * FROM "Person"')).toEqual([]);
    expect(migrations()).toHaveLength(2);
  });

  it('says when the server does not let it in', async () => {
    const stranger = databaseUrl;
    const wrong = new URL(databaseUrl);
    wrong.password = 'wrong';
    databaseUrl = wrong.href;
    const refused = await prisma('migrate', 'status');
    databaseUrl = stranger;
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('P1000') });
    expect(readFileSync(join(project, 'prisma/schema.prisma'), 'utf8')).toBe(SCHEMA);
  });
});
