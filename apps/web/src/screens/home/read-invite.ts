/**
 * The page that a pasted text leads to: the link of an invite or a room of this server, or an invite's code with or without hyphens.
 * The key of an encrypted call, behind the link, stays there.
 *
 * @param origin of this page; links of other sites lead nowhere
 */
export function readInvite(text: string, origin: string): string | undefined {
  const trimmed = text.trim();
  const host = new URL(origin).host;
  const link = /^(?:https?:\/\/)?([^/\s]+)(\/(?:join\/[\w-]+|room\/[a-z0-9-]+))\/?(#[\w=-]*)?$/i.exec(trimmed);
  if (link) return link[1] === host ? `${link[2]}${link[3] ?? ''}` : undefined;
  const code = trimmed.replace(/[\s-]/g, '').toLowerCase();
  const groups = /^([a-z]{4})([a-z]{4})([a-z]{4})$/.exec(code);
  return groups ? `/join/${groups.slice(1).join('-')}` : undefined;
}
