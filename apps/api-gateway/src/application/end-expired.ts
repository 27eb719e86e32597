import { Refusal } from '@videocall/errors';
import type { LiveCalls } from './live-calls.js';
import type { MediaStreams } from './media-streams.js';

/**
 * How long a connection may outlive its access token. Long enough for any outage of auth, during which nobody can get a
 * fresh one; short enough that somebody who was signed out does not listen for ever.
 */
const GRACE_MS = 60 * 60_000;

/** Ends connections whose client has not shown a fresh access token for long. */
export class EndExpired {
  readonly #live: LiveCalls;
  readonly #streams: MediaStreams;

  constructor(live: LiveCalls, streams: MediaStreams) {
    this.#live = live;
    this.#streams = streams;
  }

  /** @param now milliseconds since 1970 */
  execute(now: number): void {
    for (const connection of this.#live.connections) {
      if (connection.caller.expiresAt + GRACE_MS < now) connection.signOut();
    }
    for (const stream of this.#streams) {
      if (stream.caller.expiresAt + GRACE_MS < now) stream.end(new Refusal('TOKEN_EXPIRED'));
    }
  }
}
