#!/usr/bin/env node
// Writes what is generated from contracts: TypeScript from proto/, the database client from prisma/.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { prismaCliEnvironment } from './schema-engine/src/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function run(command, args, environment = {}) {
  const { status, error } = spawnSync(`${root}node_modules/.bin/${command}`, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment, PATH: `${root}node_modules/.bin:${process.env.PATH}` },
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

run('buf', ['generate', 'proto', '--template', 'proto/buf.gen.yaml']);
run('prisma', ['generate', '--no-hints'], prismaCliEnvironment);
