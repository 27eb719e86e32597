import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueCertificate } from '@videocall/provision';

/** Paths as the services' settings name them. */
export interface TlsFiles {
  readonly TLS_CA_FILE: string;
  readonly TLS_CERT_FILE: string;
  readonly TLS_KEY_FILE: string;
}

/** A private certificate authority for one test file. */
export class TestCertificates {
  readonly #folder = mkdtempSync(join(tmpdir(), 'videocall-tls-'));

  /** Files of a certificate whose CN is the service's name, good for `localhost` and 127.0.0.1, as server and as client. */
  filesFor(service: string): TlsFiles {
    const { caFile, certFile, keyFile } = issueCertificate(this.#folder, service);
    return { TLS_CA_FILE: caFile, TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile };
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
}
