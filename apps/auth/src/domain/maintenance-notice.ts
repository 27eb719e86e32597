/** A maintenance of the server, as users are told of it (OPS-6). */
export interface MaintenanceNotice {
  readonly maintenanceId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** The operator's words; may be empty. */
  readonly textEn: string;
  readonly textJa: string;
}

const HOUR_MS = 3_600_000;
/** Users are told this long before. */
export const NOTICE_AHEAD_MS = 24 * HOUR_MS;
/** An email that comes later than this before the start helps nobody: the app tells it. */
export const NOTICE_AT_LEAST_MS = HOUR_MS;

/** Subject and text of the email, in both languages: nobody's is known. */
export function noticeMail(
  { startsAt, endsAt, textEn, textJa }: MaintenanceNotice,
  publicUrl: string,
): { readonly subject: string; readonly text: string } {
  const { host } = new URL(publicUrl);
  const english = [
    `${host} will be under maintenance:`,
    `${range('en-GB', 'UTC', startsAt, endsAt)} UTC`,
    textEn,
    'No new calls can be started then; calls that are going on continue, and may reconnect for a moment.',
  ];
  const japanese = [
    `${host} のメンテナンスを行います。`,
    `${range('ja-JP', 'Asia/Tokyo', startsAt, endsAt)}（日本時間）`,
    textJa,
    'その間は新しい通話を始められません。進行中の通話は続けられますが、一時的に再接続することがあります。',
  ];
  return {
    subject: `Maintenance of ${host} / メンテナンスのお知らせ`,
    text: [...paragraphs(english), '', '――――――――', '', ...paragraphs(japanese), '', publicUrl, ''].join('\n'),
  };
}

/** Lines with an empty one between them, without those that are empty. */
function paragraphs(lines: readonly string[]): string[] {
  return lines.filter((line) => line !== '').flatMap((line, index) => (index === 0 ? [line] : ['', line]));
}

function range(language: string, timeZone: string, from: Date, to: Date): string {
  const day = new Intl.DateTimeFormat(language, {
    timeZone,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'short',
  });
  const time = new Intl.DateTimeFormat(language, { timeZone, hour: '2-digit', minute: '2-digit' });
  const ends = day.format(to) === day.format(from) ? '' : `${day.format(to)} `;
  return `${day.format(from)} ${time.format(from)} – ${ends}${time.format(to)}`;
}
