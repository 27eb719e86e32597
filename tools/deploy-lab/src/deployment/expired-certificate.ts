import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../process/run.ts';

const CONFIGURATION = `
[ca]
default_ca = own
[own]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
`;

/**
 * Replaces the certificate in a folder (`fullchain.pem`, `privkey.pem`) by one that ended long ago.
 * @returns what puts the good one back
 */
export async function expireCertificate(names: readonly string[], folder: string): Promise<() => Promise<void>> {
  const files = ['fullchain.pem', 'privkey.pem'].map((name) => join(folder, name));
  const before = await Promise.all(files.map((file) => readFile(file)));
  const scratch = await mkdtemp(join(tmpdir(), 'videocall-expired-'));
  const subject = [
    '-subj',
    `/CN=${names[0] ?? ''}`,
    '-addext',
    `subjectAltName=${names.map((name) => `DNS:${name}`).join()}`,
  ];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'key.pem'];
  const dates = ['-startdate', '20250101000000Z', '-enddate', '20250401000000Z'];
  try {
    await writeFile(join(scratch, 'ca.cnf'), CONFIGURATION);
    await writeFile(join(scratch, 'index.txt'), '');
    await writeFile(join(scratch, 'serial'), '01\n');
    const options = { cwd: scratch };
    await run(['openssl', 'req', '-new', ...key, '-out', 'request.pem', ...subject], options);
    const sign = ['-selfsign', '-keyfile', 'key.pem', '-in', 'request.pem', '-out', 'expired.pem', ...dates];
    await run(['openssl', 'ca', '-batch', '-notext', '-config', 'ca.cnf', ...sign], options);
    await writeFile(join(folder, 'fullchain.pem'), await readFile(join(scratch, 'expired.pem')));
    await writeFile(join(folder, 'privkey.pem'), await readFile(join(scratch, 'key.pem')));
  } finally {
    await rm(scratch, { recursive: true });
  }
  return async () => void (await Promise.all(files.map((file, index) => writeFile(file, before[index] ?? ''))));
}
