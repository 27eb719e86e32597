#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
// apply-migrations.mjs FOLDER: applies them to DATABASE_URL.
import { applyMigrations } from '../src/apply-migrations.ts';

try {
  await applyMigrations(process.env.DATABASE_URL, process.argv[2]);
  // Idle database connections would keep the process.
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error.message ?? error}\n`);
  process.exit(1);
}
