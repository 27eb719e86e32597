const HIDDEN = '[redacted]';

/** What must not leave the server, should a program have logged it in spite of all: our services hide it themselves. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // JSON Web Tokens, wherever they stand (RFC 7519: three parts in base64url, the first an object).
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g, HIDDEN],
  // Authorization headers (RFC 9110, 11.6.2).
  [/\b(Bearer|Basic|Digest) +[\w.~+/=-]{8,}/gi, `$1 ${HIDDEN}`],
  // Names and passwords in addresses: redis://:password@redis
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"']*:[^\s/@"']+@/gi, `$1${HIDDEN}@`],
  // Fields and parameters by their name, in JSON and elsewhere.
  [
    /((?:password|passwd|secret|token|authorization|credential|cookie)["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi,
    `$1${HIDDEN}`,
  ],
];

/** A line of a log without what looks like a secret. */
export function redact(line: string): string {
  return SECRETS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
}
