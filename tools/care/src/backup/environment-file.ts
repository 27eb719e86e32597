/** Settings that name the product's own domain, by itself or within an address. */
const WITH_DOMAIN = new Set(['DOMAIN', 'TURN_DOMAIN', 'TURN_URLS', 'STORAGE_PUBLIC_ENDPOINT']);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The value of a setting in the text of deploy/.env; undefined where it has none. */
export function settingIn(text: string, name: string): string | undefined {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}=`));
  return lines
    .at(-1)
    ?.slice(name.length + 1)
    .replace(/^(["'])(.*)\1$/, '$2');
}

/** The same settings with another value for one of them. */
export function withSetting(text: string, name: string, value: string): string {
  const lines = text.split('\n');
  const at = lines.findLastIndex((line) => line.startsWith(`${name}=`));
  if (at >= 0) return lines.with(at, `${name}=${value}`).join('\n');
  return `${text.replace(/\n*$/, '\n')}${name}=${value}\n`;
}

/**
 * The same settings for another domain: of the product, of the relay if it lies below it, and of addresses that name it.
 * Email addresses stay, and so does the place of the backups.
 */
export function withDomain(text: string, domain: string): string {
  const before = settingIn(text, 'DOMAIN');
  if (before === undefined || before === '') return withSetting(text, 'DOMAIN', domain);
  const own = new RegExp(`(?<![\\w-])${escaped(before)}(?![\\w-]|\\.\\w)`, 'g');
  const lines = text.split('\n').map((line) => {
    const name = line.split('=', 1)[0] ?? '';
    return WITH_DOMAIN.has(name) ? line.replace(own, domain) : line;
  });
  return lines.join('\n');
}
