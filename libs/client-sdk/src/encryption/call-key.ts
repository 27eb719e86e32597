// The key of a call with end-to-end encryption (AUTH-8): made in a browser, carried in the fragment of links, which browsers
// never send, and known to nobody else.

/** 128 bits of chance, as many as the cipher uses. */
const KEY_BYTES = 16;
/** Base64url without padding. */
const WRITTEN = /^[A-Za-z0-9_-]{22}$/;
const PARAMETER = 'k';

/** Makes a key for a new call, as it is written in links: 22 characters of base64url. */
export function createCallKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** The key that a link carries, if it is one. @param fragment `#k=…`, as in `location.hash` */
export function callKeyOf(fragment: string): string | undefined {
  const key = new URLSearchParams(fragment.replace(/^#/, '')).get(PARAMETER);
  return key !== null && WRITTEN.test(key) ? key : undefined;
}

/** What is put behind a link so that it carries the key. */
export function fragmentOf(callKey: string): string {
  return `#${PARAMETER}=${callKey}`;
}

/** @throws TypeError for what is no key */
export function bytesOfKey(callKey: string): Uint8Array<ArrayBuffer> {
  if (!WRITTEN.test(callKey)) throw new TypeError('not a key of a call');
  const text = atob(callKey.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
