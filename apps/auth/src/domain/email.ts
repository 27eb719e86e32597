import { domainToASCII } from 'node:url';

/** RFC 5321, 4.5.3.1.3: a path of 256 octets less its angle brackets. */
export const MAX_EMAIL_LENGTH = 254;

/** Something before and after one `@`, no spaces or control characters; whether mail arrives is for a mail to show. */
const SHAPE = /^[^\s@"<>\\\p{Cc}]{1,64}@[^\s@]{1,253}$/u;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The one form in which an email address is stored and compared: trimmed, NFKC, lower case, the domain in ASCII.
 *
 * The local part is lowered too: RFC 5321 lets a host tell `A@` from `a@`, yet none in use does, and people type both.
 *
 * @returns undefined where it is no email address.
 */
export function normaliseEmail(raw: string): string | undefined {
  const trimmed = raw.trim().normalize('NFKC').toLowerCase();
  if (!SHAPE.test(trimmed)) return undefined;
  const at = trimmed.lastIndexOf('@');
  const domain = domainToASCII(trimmed.slice(at + 1));
  if (!DOMAIN.test(domain)) return undefined;
  const email = `${trimmed.slice(0, at)}@${domain}`;
  return email.length <= MAX_EMAIL_LENGTH ? email : undefined;
}

/** `a…@example.org`: enough for an administrator to recognise, too little to collect addresses from. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return at < 1 ? '…' : `${[...email][0] ?? ''}…${email.slice(at)}`;
}
