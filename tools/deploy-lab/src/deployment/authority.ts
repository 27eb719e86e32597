import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN } from '../folders.ts';
import { run } from '../process/run.ts';

const FOLDER = join(RUN, 'authority');
const DAYS = '30';
/** Where a Chromium of the outside has its home, which says whom it trusts. */
export const OUTSIDE_HOME = join(RUN, 'home');
/** What Node is to trust besides its own: whom this machine trusts, and the lab's authority. */
export const TRUSTED = join(FOLDER, 'trusted.pem');

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** The certificate authority of the lab, whom everybody outside trusts. */
export async function ensureAuthority(): Promise<void> {
  if (existsSync(TRUSTED)) return;
  await mkdir(FOLDER, { recursive: true });
  const [ca, key] = [join(FOLDER, 'ca.pem'), join(FOLDER, 'ca.key')];
  await run([
    'openssl',
    'req',
    '-x509',
    ...KEY,
    '-keyout',
    key,
    '-out',
    ca,
    '-days',
    DAYS,
    '-subj',
    '/CN=Lab authority',
  ]);
  const database = join(OUTSIDE_HOME, '.pki/nssdb');
  await mkdir(database, { recursive: true });
  await run(['certutil', '-d', `sql:${database}`, '-N', '--empty-password']);
  await run(['certutil', '-d', `sql:${database}`, '-A', '-t', 'C,,', '-n', 'lab', '-i', ca]);
  const machine = process.env['NODE_EXTRA_CA_CERTS'];
  const others = machine === undefined ? '' : await readFile(machine, 'utf8');
  await writeFile(TRUSTED, `${others}\n${await readFile(ca, 'utf8')}`);
}

/**
 * A certificate for names, as an operator brings one: `fullchain.pem` and `privkey.pem` in the folder.
 * @param owner the user id that may read it
 */
export async function issue(names: readonly string[], folder: string, owner: number): Promise<void> {
  await ensureAuthority();
  await mkdir(folder, { recursive: true });
  const [certificate, key] = [join(folder, 'fullchain.pem'), join(folder, 'privkey.pem')];
  const alternatives = `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`;
  await run([
    ...['openssl', 'req', '-x509', ...KEY, '-keyout', key, '-out', certificate, '-days', DAYS],
    ...['-CA', join(FOLDER, 'ca.pem'), '-CAkey', join(FOLDER, 'ca.key'), '-subj', `/CN=${names[0] ?? ''}`],
    ...[
      '-addext',
      alternatives,
      '-addext',
      'basicConstraints=critical,CA:FALSE',
      '-addext',
      'extendedKeyUsage=serverAuth',
    ],
  ]);
  for (const file of [certificate, key]) await chown(file, owner, owner);
}
