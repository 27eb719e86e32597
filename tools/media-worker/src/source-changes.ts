import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface SourceChange {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const CHANGES: readonly SourceChange[] = [
  // Debian 12 ships Meson 1.0, which builds it just as well.
  { file: 'meson.build', from: "meson_version: '>= 1.1.0'", to: "meson_version: '>= 1.0.0'" },
  // OpenSSL calls the callback after each operation with BIO_CB_RETURN added to the operation's own bit, and takes the
  // callback's answer for the operation's result. The original compares for equality, so it always answers 1. An OpenSSL
  // built with kernel TLS (as distributions do) asks BIO_CTRL_GET_KTLS_SEND, believes the 1, leaves out its write
  // buffer, and crashes in the first DTLS handshake.
  {
    file: 'src/RTC/DtlsTransport.cpp',
    from: '(operationType == BIO_CB_RETURN) ?',
    to: '(operationType & BIO_CB_RETURN) ?',
  },
];

/**
 * Applies what a build against system libraries needs to a copy of the worker's source.
 * @throws Error when a place to change is not there exactly once: another mediasoup version needs another look.
 */
export function applySourceChanges(worker: string): void {
  for (const { file, from, to } of CHANGES) {
    const path = join(worker, file);
    const parts = readFileSync(path, 'utf8').split(from);
    if (parts.length !== 2) {
      throw new Error(
        `${file} of this mediasoup version does not hold "${from}" exactly once: check source-changes.ts against it`,
      );
    }
    writeFileSync(path, parts.join(to));
  }
}
