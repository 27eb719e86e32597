import { existsSync, globSync } from 'node:fs';

/** Where Debian's systems have the certificate authorities that they trust besides Mozilla's. */
const TRUSTED_HERE = '/usr/local/share/ca-certificates';

/**
 * Options by which mmdebstrap makes a system trust whom this machine trusts: behind a proxy that opens TLS, nothing could
 * be fetched from inside otherwise.
 */
export function trustOptions(): string[] {
  const certificates = existsSync(TRUSTED_HERE) ? globSync(`${TRUSTED_HERE}/*.crt`) : [];
  if (certificates.length === 0) return [];
  return [
    `--customize-hook=copy-in ${certificates.join(' ')} ${TRUSTED_HERE}`,
    '--customize-hook=chroot "$1" update-ca-certificates',
  ];
}
