import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../process/free-port.ts';
import { postgresProcess, postgresUrl } from '../servers/postgres.ts';
import { startServer } from '../servers/start-server.ts';

/**
 * Gives work an empty PostgreSQL server that is gone afterwards.
 * @param work gets the address, as owner, of a database that does not exist yet
 */
export async function withScratchDatabase<T>(work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'videocall-scratch-'));
  const address = { port: await freePort(), password: randomBytes(12).toString('hex') };
  try {
    const options = { ...address, dataDir: join(folder, 'data'), logFile: join(folder, 'log'), durable: false };
    const server = await startServer(await postgresProcess(options));
    try {
      const database = new URL(postgresUrl(address));
      database.pathname = '/scratch';
      return await work(database.href);
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
