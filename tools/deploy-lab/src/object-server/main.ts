// Stands in for SeaweedFS: `weed mini -dir=… -s3.port=…`. An S3 server of npm's that believes everybody, behind a door that
// checks every signature. Runs in the image of the recipe `object-storage`.
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startFauxqs } from 'fauxqs';
import { openDoor } from './door.ts';

const USED = { dir: 'dir', port: 's3.port' } as const;

/** The options of `weed mini`, written with one dash; those that change nothing here are let be. */
function optionsOf(args: readonly string[]): Map<string, string> {
  return new Map(
    args.flatMap((argument) => {
      const [, name, value] = /^--?([\w.]+)=(.*)$/.exec(argument) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}

const { positionals } = parseArgs({ args: process.argv.slice(2), strict: false, allowPositionals: true });
if (!positionals.includes('mini')) throw new Error('this stand-in knows `weed mini` only');
const options = optionsOf(process.argv.slice(2));
const folder = options.get(USED.dir) ?? '/data';
const port = Number(options.get(USED.port) ?? 8333);
const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, S3_BUCKET: bucket } = process.env;
if (!id || !secret) throw new Error('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set');

mkdirSync(folder, { recursive: true });
const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false, s3StorageDir: folder });
const door = await openDoor({ port, behind: server.port, key: { id, secret } });
if (bucket) await fetch(`http://127.0.0.1:${server.port}/${bucket}`, { method: 'PUT' });
process.stdout.write(`S3 on ${port}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    door.close();
    door.closeAllConnections();
    void server.stop().then(() => process.exit(0));
  });
}
