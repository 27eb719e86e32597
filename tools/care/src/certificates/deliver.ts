import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { issueCertificate } from '@videocall/provision';

const AUTHORITY = 'authority';

/** What became of one service's certificate. */
export interface Delivered {
  readonly service: string;
  /** Whether it is another one than before: the service reads it when it starts. */
  readonly renewed: boolean;
  readonly validTo: Date;
}

/** Writes a file at once, for its owner alone; says whether it has changed. */
function deliverFile(from: string, to: string): boolean {
  const contents = readFileSync(from);
  if (existsSync(to) && readFileSync(to).equals(contents)) return false;
  writeFileSync(`${to}.new`, contents, { mode: 0o600 });
  renameSync(`${to}.new`, to);
  return true;
}

/**
 * Gives every service its identity for mutual TLS: `ca.pem`, `cert.pem` and `key.pem` in its own folder, which is all of
 * it that the service can see. What is good for a month yet is kept.
 * @param root holds one folder for each service, mounted from its volume, and `authority` with the private authority
 */
export function deliverCertificates(root: string): readonly Delivered[] {
  const authority = join(root, AUTHORITY);
  mkdirSync(authority, { recursive: true, mode: 0o700 });
  const services = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== AUTHORITY)
    .map(({ name }) => name)
    .sort();
  return services.map((service) => {
    const { caFile, certFile, keyFile } = issueCertificate(authority, service);
    // The key first: a certificate without its key is of no use.
    const changes = [
      deliverFile(keyFile, join(root, service, 'key.pem')),
      deliverFile(certFile, join(root, service, 'cert.pem')),
      deliverFile(caFile, join(root, service, 'ca.pem')),
    ];
    const { validToDate } = new X509Certificate(readFileSync(certFile));
    return { service, renewed: changes.includes(true), validTo: validToDate };
  });
}
