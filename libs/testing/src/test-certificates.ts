import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Paths as the services' settings name them. */
export interface TlsFiles {
  readonly TLS_CA_FILE: string;
  readonly TLS_CERT_FILE: string;
  readonly TLS_KEY_FILE: string;
}

/** A private certificate authority for one test file, made with `openssl`. */
export class TestCertificates {
  readonly #folder = mkdtempSync(join(tmpdir(), 'videocall-tls-'));

  constructor() {
    this.#openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=Test CA',
      '-keyout',
      'ca.key',
      '-out',
      'ca.crt',
    );
  }

  /** Files of a certificate whose CN is the service's name, good for `localhost` and 127.0.0.1, as server and as client. */
  filesFor(service: string): TlsFiles {
    const [key, request, certificate, extensions] = ['key', 'csr', 'crt', 'ext'].map(
      (suffix) => `${service}.${suffix}`,
    ) as [string, string, string, string];
    writeFileSync(
      join(this.#folder, extensions),
      `subjectAltName=DNS:localhost,DNS:${service},IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n`,
    );
    this.#openssl(
      'req',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      `/CN=${service}`,
      '-keyout',
      key,
      '-out',
      request,
    );
    this.#openssl(
      'x509',
      '-req',
      '-in',
      request,
      '-CA',
      'ca.crt',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      extensions,
      '-out',
      certificate,
    );
    return {
      TLS_CA_FILE: join(this.#folder, 'ca.crt'),
      TLS_CERT_FILE: join(this.#folder, certificate),
      TLS_KEY_FILE: join(this.#folder, key),
    };
  }

  /** Contents of {@link filesFor}. */
  materialFor(service: string): { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer } {
    const files = this.filesFor(service);
    return {
      ca: readFileSync(files.TLS_CA_FILE),
      cert: readFileSync(files.TLS_CERT_FILE),
      key: readFileSync(files.TLS_KEY_FILE),
    };
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #openssl(...args: string[]): void {
    execFileSync('openssl', args, { cwd: this.#folder, stdio: 'pipe' });
  }
}
