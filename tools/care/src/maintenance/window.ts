/** How long the operator's usual time for maintenance lasts (OPS-6). */
export const WINDOW_MINUTES = 120;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Japan keeps one offset from UTC, all year. */
const JAPAN_MS = 9 * HOUR_MS;
const START_HOUR = 2;
/** So that people can be told a day before. */
const NOTICE_MS = DAY_MS;

/** The next Sunday, 02:00 in Japan, that is at least a day away. */
export function nextWindow(now: Date): Date {
  // As if UTC were Japan's time.
  const earliest = new Date(now.getTime() + NOTICE_MS + JAPAN_MS);
  const sunday = Date.UTC(
    earliest.getUTCFullYear(),
    earliest.getUTCMonth(),
    earliest.getUTCDate() - earliest.getUTCDay(),
    START_HOUR,
  );
  const start = sunday >= earliest.getTime() ? sunday : sunday + 7 * DAY_MS;
  return new Date(start - JAPAN_MS);
}
