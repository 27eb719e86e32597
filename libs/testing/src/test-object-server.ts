import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, startServer, type Server } from '@videocall/stack';

const BUCKET = 'recordings';
const PROGRAM = fileURLToPath(new URL('server.js', import.meta.resolve('fauxqs')));

/** An S3 server of the caller's own, with an empty bucket. It checks no signatures: any access key will do. */
export interface TestObjectServer {
  readonly endpoint: string;
  readonly bucket: string;
  /** Ends it as a crash does; what was stored stays. */
  kill(): Promise<void>;
  /** After {@link kill}: on the same port and data. */
  startAgain(): Promise<void>;
  /** Ends it and removes what was stored. */
  stop(): Promise<void>;
}

/** Starts an S3 server whose objects are files of a folder of its own. */
export async function startObjectServer(): Promise<TestObjectServer> {
  const folder = mkdtempSync(join(tmpdir(), 'videocall-test-'));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const start = (): Promise<Server> =>
    startServer({
      name: 'object server',
      command: process.execPath,
      args: [PROGRAM],
      cwd: folder,
      env: { ...process.env, FAUXQS_PORT: String(port), FAUXQS_S3_STORAGE_DIR: folder, FAUXQS_LOGGER: 'false' },
      logFile: join(folder, 'server.log'),
      stopSignal: 'SIGTERM',
      isReady: () => answers(endpoint),
    });
  let server = await start();
  await fetch(`${endpoint}/${BUCKET}`, { method: 'PUT' });
  return {
    endpoint,
    bucket: BUCKET,
    async kill() {
      process.kill(server.pid, 'SIGKILL');
      await server.stop();
    },
    async startAgain() {
      server = await start();
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    await (await fetch(endpoint)).text();
    return true;
  } catch {
    return false;
  }
}
