// npm run migrate -- NAME: writes the migration that brings the database from where the migrations leave it to what
// prisma/*.prisma says, and tries it on an empty server that is gone afterwards.
import { parseArgs } from 'node:util';
import { mustRun } from '../build/run-tool.ts';
import { writeMigration } from '../database/write-migration.ts';
import { explain } from './steps.ts';

const { positionals } = parseArgs({ allowPositionals: true, strict: false });
const [name] = positionals;

try {
  if (name === undefined || !/^[a-z][a-z0-9_]*$/.test(name))
    throw new Error('say what the migration does, in lower case: npm run migrate -- add_room_topic');
  const script = await writeMigration(name);
  await mustRun('node', ['tools/generate.mjs']);
  process.stdout.write(
    script === undefined
      ? 'The migrations already give what prisma/*.prisma says.\n'
      : `${script}\nRead it, then commit it with the schema. npm run up applies it.\n`,
  );
} catch (error) {
  process.stderr.write(`\n✖ ${explain(error)}\n`);
  process.exitCode = 1;
}
