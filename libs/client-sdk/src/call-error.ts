import type { Reason } from '@videocall/errors';

/** What this library says itself when no server could: the rest are the product's own reasons (`@videocall/errors`). */
export type ClientReason =
  /** The connection went away before an answer came. */
  | 'CONNECTION_LOST'
  /** This browser lacks WebRTC or the codecs of the call. */
  | 'BROWSER_UNSUPPORTED'
  /** The call is end-to-end encrypted, and this browser cannot encrypt. */
  | 'ENCRYPTION_UNSUPPORTED'
  /** The call is end-to-end encrypted, and its key is not known: the link was not complete. */
  | 'CALL_KEY_MISSING'
  /** The call ended or was left before the command was done. */
  | 'CALL_CLOSED';

/** Every reason this version knows; a newer server may know more. */
export type KnownReason = Reason | ClientReason;

/** A refusal by the server, or a failure to reach it. */
export class CallError extends Error {
  override readonly name = 'CallError';

  /**
   * @param reason UPPER_SNAKE; translate by it
   * @param message a sentence in English, for where no translation is at hand
   * @param retryAfterMs milliseconds after which another try may succeed
   * @param details facts that belong to the reason
   */
  constructor(
    readonly reason: KnownReason | (string & Record<never, never>),
    message: string,
    readonly retryAfterMs?: number,
    readonly details?: Readonly<Record<string, unknown>>,
  ) {
    super(message);
  }

  static client(reason: ClientReason): CallError {
    return new CallError(reason, CLIENT_MESSAGES[reason]);
  }
}

const CLIENT_MESSAGES: Readonly<Record<ClientReason, string>> = {
  CONNECTION_LOST: 'The connection to the server was lost.',
  BROWSER_UNSUPPORTED: 'This browser cannot hold calls.',
  ENCRYPTION_UNSUPPORTED: 'This browser cannot take part in calls with end-to-end encryption.',
  CALL_KEY_MISSING: 'This call is end-to-end encrypted, and the link does not carry its key.',
  CALL_CLOSED: 'The call is over.',
};

/** No answer came in time on a connection that seemed alive. */
export class Unanswered extends CallError {
  constructor() {
    super('DEADLINE_EXCEEDED', 'The server took too long to answer.');
  }
}

/** The reason of an error, where it has one: ours, or that of whatever the app's own functions throw. */
export function reasonOf(error: unknown): string | undefined {
  return error instanceof Error && 'reason' in error && typeof error.reason === 'string' ? error.reason : undefined;
}

/** Milliseconds that a refusal asks to wait; 0 where it does not. */
export function retryAfterOf(error: unknown): number {
  return error instanceof CallError ? (error.retryAfterMs ?? 0) : 0;
}
