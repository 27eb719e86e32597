/** What an error says to the operator: its message and those of its causes. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Some failures to connect are several errors in one, without a message of their own.
  const own = error instanceof AggregateError ? error.errors.map(explain).join('; ') : error.message || error.name;
  return error.cause === undefined ? own : `${own}\n  because: ${explain(error.cause)}`;
}
