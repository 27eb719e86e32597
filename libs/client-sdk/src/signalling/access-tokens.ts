/** Gives the access token of whoever joins. `forceRefresh`: the last one was refused as expired. */
export type GetAccessToken = (options: { readonly forceRefresh: boolean }) => Promise<string>;

/** Reasons after which a fresh token may help. */
export function wantsFreshToken(reason: string | undefined): boolean {
  return reason === 'TOKEN_EXPIRED' || reason === 'TOKEN_INVALID';
}

/**
 * Milliseconds until a JWT expires (RFC 7519, section 4.1.4), by this machine's clock; `undefined` for tokens that do not
 * say. Only for renewing in time: nothing is trusted for it.
 */
export function expiresInMs(token: string): number | undefined {
  const payload = token.split('.')[1];
  if (!payload) return undefined;
  try {
    const claims: unknown = JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/')));
    if (typeof claims !== 'object' || claims === null || !('exp' in claims)) return undefined;
    return typeof claims.exp === 'number' ? claims.exp * 1000 - Date.now() : undefined;
  } catch {
    // Not a JWT: it will be renewed when it is refused.
    return undefined;
  }
}
