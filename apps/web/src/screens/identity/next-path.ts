/** Where to go after signing in: a path of this app, never another site (an open redirect). */
export function nextPath(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : '/';
}
