import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SignedUrlOptions } from '../object-storage.js';
import { isObjectKey } from '../object-key.js';

/** What a signed path allows: one object, shown in one way, until then. */
export interface SignedAccess {
  readonly key: string;
  readonly contentType: string;
  readonly saveAs?: string;
}

/** HMAC-SHA256 over everything that the path says; nothing in it can be changed. */
function signature(signingKey: Buffer, { key, contentType, saveAs }: SignedAccess, expires: string): Buffer {
  return createHmac('sha256', signingKey)
    .update(JSON.stringify([key, expires, contentType, saveAs ?? null]))
    .digest();
}

/** `{key}?expires=…&type=…[&name=…]&signature=…`; `expires` in seconds since 1970. */
export function signPath(signingKey: Buffer, key: string, options: SignedUrlOptions, now: Date): string {
  const { validForSeconds, contentType, saveAs } = options;
  const expires = String(Math.floor(now.getTime() / 1000) + validForSeconds);
  const query = new URLSearchParams({ expires, type: contentType });
  if (saveAs !== undefined) query.set('name', saveAs);
  query.set('signature', signature(signingKey, { key, contentType, saveAs }, expires).toString('base64url'));
  return `${key}?${query.toString()}`;
}

/** Reads what {@link signPath} made; undefined where it is not that, or has expired. */
export function verifyPath(
  signingKey: Buffer,
  key: string,
  query: URLSearchParams,
  now: Date,
): SignedAccess | undefined {
  const expires = query.get('expires') ?? '';
  const access = { key, contentType: query.get('type') ?? '', saveAs: query.get('name') ?? undefined };
  const given = Buffer.from(query.get('signature') ?? '', 'base64url');
  const right = signature(signingKey, access, expires);
  if (!isObjectKey(key) || given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  return Number(expires) * 1000 > now.getTime() ? access : undefined;
}
