import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const AUTHORITY_DAYS = '3650';
const SERVICE_DAYS = '825';
const RENEW_WITHIN_SECONDS = String(30 * 24 * 3600);

/** Files of one service's identity for mutual TLS, in PEM. */
export interface ServiceCertificate {
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'pipe' });
}

function newKey(file: string): void {
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', file);
}

/** Whether a certificate is there, signed by the authority, and valid for a while yet. */
function isGood(caFile: string, certFile: string): boolean {
  if (!existsSync(certFile)) return false;
  try {
    openssl('verify', '-CAfile', caFile, certFile);
    openssl('x509', '-checkend', RENEW_WITHIN_SECONDS, '-noout', '-in', certFile);
    return true;
  } catch {
    return false;
  }
}

function issueAuthority(folder: string, scratch: string): void {
  const [key, certificate] = [join(scratch, 'ca.key'), join(scratch, 'ca.pem')];
  newKey(key);
  const extensions = ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign,cRLSign'];
  const named = ['-subj', '/CN=Videocall internal', ...extensions.flatMap((extension) => ['-addext', extension])];
  openssl('req', '-new', '-x509', '-key', key, '-days', AUTHORITY_DAYS, ...named, '-out', certificate);
  renameSync(key, join(folder, 'ca.key'));
  renameSync(certificate, join(folder, 'ca.pem'));
}

function issueFor(name: string, folder: string, scratch: string): void {
  const file = (suffix: string): string => join(scratch, `${name}.${suffix}`);
  const extensions = [
    'basicConstraints=critical,CA:FALSE',
    'keyUsage=critical,digitalSignature',
    'extendedKeyUsage=serverAuth,clientAuth',
    `subjectAltName=DNS:${name},DNS:localhost,IP:127.0.0.1`,
  ];
  writeFileSync(file('ext'), `${extensions.join('\n')}\n`);
  newKey(file('key'));
  openssl('req', '-new', '-key', file('key'), '-subj', `/CN=${name}`, '-out', file('csr'));
  const authority = ['-CA', join(folder, 'ca.pem'), '-CAkey', join(folder, 'ca.key'), '-days', SERVICE_DAYS];
  openssl('x509', '-req', '-in', file('csr'), ...authority, '-extfile', file('ext'), '-out', file('pem'));
  renameSync(file('key'), join(folder, `${name}.key`));
  renameSync(file('pem'), join(folder, `${name}.pem`));
}

/**
 * A certificate whose common name is a service's identity towards the others, good for localhost and 127.0.0.1 as
 * server and as client, from the folder's private certificate authority. What is missing is made; what is there and
 * good for a month yet is kept.
 * @param folder where the files are, made readable by the owner alone
 * @param name the service
 */
export function issueCertificate(folder: string, name: string): ServiceCertificate {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const caFile = join(folder, 'ca.pem');
  const certFile = join(folder, `${name}.pem`);
  const scratch = mkdtempSync(join(folder, 'new-'));
  try {
    if (!isGood(caFile, caFile)) issueAuthority(folder, scratch);
    if (!isGood(caFile, certFile)) issueFor(name, folder, scratch);
  } finally {
    rmSync(scratch, { recursive: true });
  }
  return { caFile, certFile, keyFile: join(folder, `${name}.key`) };
}
