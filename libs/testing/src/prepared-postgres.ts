import { randomBytes } from 'node:crypto';
import { ensureLogins, migrate, type LoginPasswords } from '@videocall/provision';

/** The database with every migration applied that test databases are copied from. */
export const TEMPLATE_DATABASE = 'videocall_template';

/** A server with the migrated template and the services' logins. */
export interface PreparedPostgres {
  /** Address of the `postgres` database as superuser. */
  readonly url: string;
  readonly passwords: LoginPasswords;
}

/** Applies all migrations once, to the template. */
export async function preparePostgres(url: string): Promise<PreparedPostgres> {
  const template = new URL(url);
  template.pathname = `/${TEMPLATE_DATABASE}`;
  await migrate(template.href);
  const password = (): string => randomBytes(12).toString('hex');
  const passwords = { auth: password(), call: password(), recording: password() };
  await ensureLogins(template.href, passwords);
  return { url, passwords };
}
