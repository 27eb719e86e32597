/** The server's "no", with its reason (libs/errors). */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';

  constructor(
    readonly reason: string,
    message: string,
    /** Milliseconds after which another try may succeed. */
    readonly retryAfterMs: number | undefined,
  ) {
    super(message);
  }
}

/** No answer at all: no network, or no server behind it. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Whether an error says that the server refused for this reason. */
export function isRefused(error: unknown, ...reasons: readonly string[]): error is ApiRefusal {
  return error instanceof ApiRefusal && reasons.includes(error.reason);
}
