interface Times {
  readonly startsAt: string;
  readonly endsAt: string;
}

/** From when to when, in words of the reader's language and zone: the day only where it is not today's. */
export function timeRange(language: string, times: Times, now: Date): { readonly from: string; readonly to: string } {
  const from = new Date(times.startsAt);
  const to = new Date(times.endsAt);
  return { from: moment(language, from, now), to: moment(language, to, from < now ? now : from) };
}

function moment(language: string, date: Date, beside: Date): string {
  const sameDay = date.toDateString() === beside.toDateString();
  const day = { weekday: 'short', month: 'short', day: 'numeric' } as const;
  return new Intl.DateTimeFormat(language, {
    ...(sameDay ? {} : day),
    hour: 'numeric',
    minute: '2-digit',
  }).format(date);
}
