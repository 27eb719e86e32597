import { readFileSync } from 'node:fs';
import { credentials, ServerCredentials, type ChannelCredentials } from '@grpc/grpc-js';

/** PEM contents for mutual TLS: the private CA, and this service's certificate (its CN is the service's name) and key. */
export interface TlsMaterial {
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Reads the files named by `tlsSettings`. */
export function readTls(settings: {
  readonly TLS_CA_FILE: string;
  readonly TLS_CERT_FILE: string;
  readonly TLS_KEY_FILE: string;
}): TlsMaterial {
  return {
    ca: readFileSync(settings.TLS_CA_FILE),
    cert: readFileSync(settings.TLS_CERT_FILE),
    key: readFileSync(settings.TLS_KEY_FILE),
  };
}

/** Takes only clients with a certificate of the private CA. */
export function serverCredentials(tls: TlsMaterial): ServerCredentials {
  return ServerCredentials.createSsl(tls.ca, [{ cert_chain: tls.cert, private_key: tls.key }], true);
}

export function clientCredentials(tls: TlsMaterial): ChannelCredentials {
  return credentials.createSsl(tls.ca, tls.key, tls.cert);
}
