#!/usr/bin/env node
// Prints the path of a mediasoup-worker binary that runs here, after obtaining it if need be. Progress goes to stderr.
import { ensureMediaWorker } from './src/index.ts';

try {
  process.stdout.write(`${await ensureMediaWorker((message) => process.stderr.write(`${message}\n`))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
