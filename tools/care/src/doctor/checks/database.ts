import { migrationState } from '@videocall/provision';
import type { Context } from '../context.ts';
import { explain } from '../../explain.ts';
import { Findings } from '../finding.ts';

/** Whether the database answers and has this version's tables. */
export async function checkDatabase({ settings: { DATABASE_OWNER_URL, VERSION } }: Context): Promise<Findings> {
  const findings = new Findings('database');
  try {
    const { missing, changed, unknown } = await migrationState(DATABASE_OWNER_URL);
    if (missing.length > 0) {
      findings.fail(
        `the database is older than version ${VERSION}: ${missing.length} migrations are not applied, the first is ${missing[0]}`,
        'apply them: deploy/videocall deploy (it makes a backup first)',
      );
    }
    if (unknown.length > 0) {
      findings.fail(
        `the database is newer than version ${VERSION}: it has ${unknown[0]}`,
        'deploy the newer version again (VERSION in deploy/.env), or restore the backup made before it: deploy/videocall restore',
      );
    }
    if (changed.length > 0) {
      findings.fail(
        `migration ${changed[0]} is another one than was applied`,
        'the images are not a released version: deploy one (VERSION in deploy/.env)',
      );
    }
    if (!findings.isBad) findings.good('the database answers and is up to date');
  } catch (error) {
    findings.fail(
      `the database does not answer: ${explain(error)}`,
      'see why: deploy/videocall logs postgres. After a changed POSTGRES_PASSWORD put the old one back into deploy/.env',
    );
  }
  return findings;
}
