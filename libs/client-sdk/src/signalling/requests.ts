import type { ReplyOf, RequestName, RequestOf } from '@videocall/signalling';
import { CallError, reasonOf, retryAfterOf, Unanswered } from '../call-error.js';
import { wantsFreshToken } from './access-tokens.js';
import { backoffMs } from './backoff.js';
import { Signalling } from './signalling.js';
import { wait, type Gate } from './wait.js';

/** What passes by itself: the same request, with its id, is tried again for this long. */
const PATIENCE_MS = 15_000;
const PASSES: ReadonlySet<string> = new Set(['SERVICE_UNAVAILABLE', 'DEADLINE_EXCEEDED', 'RATE_LIMITED']);

export interface RequestOptions {
  /** Gives the request up (the peer it belongs to is gone). */
  readonly signal?: AbortSignal;
  /** Milliseconds for one acknowledgement. */
  readonly timeoutMs?: number;
}

/**
 * Requests inside a call: they wait while the connection is away, and are sent again, unchanged, when it broke before the
 * answer. That is safe, since each is idempotent: by its request id, by its client track id, or by naming a state.
 */
export class Requests {
  constructor(
    private readonly signalling: Signalling,
    private readonly gate: Gate,
    private readonly ended: AbortSignal,
  ) {}

  /**
   * @throws CallError with the server's reason; CALL_CLOSED when the call ended first; DEADLINE_EXCEEDED when the server was
   *   asked twice and did not answer
   */
  async send<N extends RequestName>(name: N, request: RequestOf<N>, options: RequestOptions = {}): Promise<ReplyOf<N>> {
    const signal = options.signal ? AbortSignal.any([this.ended, options.signal]) : this.ended;
    let askedTwice = false;
    let renewed = false;
    let renewFirst = false;
    let again = 0;
    let patienceEndsAt = Infinity;
    for (;;) {
      await this.gate.pass(signal);
      try {
        if (renewFirst) await this.signalling.authenticate();
        renewFirst = false;
        return await this.signalling.attempt(name, request, options.timeoutMs);
      } catch (error) {
        if (signal.aborted) throw CallError.client('CALL_CLOSED');
        const reason = reasonOf(error);
        if (reason === 'CONNECTION_LOST') continue;
        if (error instanceof Unanswered && !askedTwice) {
          askedTwice = true;
          // A connection that swallows requests is dead, whatever its socket thinks.
          this.signalling.drop();
        } else if (wantsFreshToken(reason) && !renewed) {
          renewed = true;
          renewFirst = true;
        } else if (PASSES.has(reason ?? '') && !(error instanceof Unanswered) && Date.now() < patienceEndsAt) {
          again += 1;
          patienceEndsAt = Math.min(patienceEndsAt, Date.now() + PATIENCE_MS);
          await wait(Math.max(retryAfterOf(error), backoffMs(again)), signal);
        } else {
          throw error;
        }
      }
    }
  }
}
