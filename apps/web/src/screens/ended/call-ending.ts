/** How a call ended, as the call hands it to the page after it. */
export interface CallEnding {
  readonly callId: string;
  /** The SDK's EndedReason. */
  readonly reason: string;
  /** What the server said, in the reader's language. */
  readonly message?: string;
  readonly durationMs: number;
  readonly canRejoin: boolean;
}

/** Out of the history entry's state, which may be missing or from an earlier version. */
export function readEnding(state: unknown): CallEnding | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const { callId, reason, message, durationMs, canRejoin } = state as Readonly<Record<string, unknown>>;
  if (typeof callId !== 'string' || typeof reason !== 'string') return undefined;
  return {
    callId,
    reason,
    ...(typeof message === 'string' ? { message } : {}),
    durationMs: typeof durationMs === 'number' ? durationMs : 0,
    canRejoin: canRejoin === true,
  };
}
