import { ensureLogins, migrate } from '@videocall/provision';
import { setting } from '../setting.ts';

/** Brings the database up to this version's tables and gives every service its login. Run again it changes nothing. */
export async function run(): Promise<number> {
  const owner = setting('DATABASE_OWNER_URL');
  const applied = await migrate(owner);
  await ensureLogins(owner, {
    auth: setting('AUTH_DATABASE_PASSWORD'),
    call: setting('CALL_DATABASE_PASSWORD'),
    recording: setting('RECORDING_DATABASE_PASSWORD'),
  });
  process.stdout.write(applied.map((name) => `applied ${name}\n`).join('') || 'the database is up to date\n');
  return 0;
}
