import pg from 'pg';

/**
 * The database logins of services, and the group role (made by the migrations) whose rights each has. A service reads
 * and writes the tables of its own PostgreSQL schema and no others.
 */
const SERVICE_LOGINS = {
  auth: { login: 'videocall_auth', group: 'auth_service' },
  call: { login: 'videocall_call', group: 'call_service' },
  recording: { login: 'videocall_recording', group: 'recording_service' },
} as const;

export type DatabaseSchema = keyof typeof SERVICE_LOGINS;

export type LoginPasswords = Readonly<Record<DatabaseSchema, string>>;

/** The same server, another login and database. */
function addressFor(ownerUrl: string, login: string, password: string, database: string): string {
  const url = new URL(ownerUrl);
  url.username = login;
  url.password = encodeURIComponent(password);
  url.pathname = `/${database}`;
  return url.href;
}

/** The address of a database for each service that has a login. */
export function serviceAddresses(
  ownerUrl: string,
  passwords: LoginPasswords,
  database: string,
): Readonly<Record<DatabaseSchema, string>> {
  const address = (schema: DatabaseSchema): string =>
    addressFor(ownerUrl, SERVICE_LOGINS[schema].login, passwords[schema], database);
  return { auth: address('auth'), call: address('call'), recording: address('recording') };
}

/** Makes the logins of a migrated database, or sets their passwords anew. */
export async function ensureLogins(ownerUrl: string, passwords: LoginPasswords): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    for (const [schema, { login, group }] of Object.entries(SERVICE_LOGINS)) {
      const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [login]);
      const password = pg.escapeLiteral(passwords[schema as DatabaseSchema]);
      await client.query(
        `${rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${pg.escapeIdentifier(login)} LOGIN PASSWORD ${password}`,
      );
      await client.query(`GRANT ${pg.escapeIdentifier(group)} TO ${pg.escapeIdentifier(login)}`);
    }
  } finally {
    await client.end();
  }
}
