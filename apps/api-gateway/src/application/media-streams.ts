import { Refusal } from '@videocall/errors';
import type { Caller } from '../adapters/access-tokens.js';

/** A server-side participant's open media stream. */
export interface OpenMediaStream {
  readonly caller: Caller;
  end(refusal: Refusal): void;
}

/** How soon a participant may come back to a gateway that restarts. */
const RETRY_MS = 1_000;

/** The media streams that this gateway carries. */
export class MediaStreams {
  readonly #streams = new Set<OpenMediaStream>();
  #isDraining = false;

  get size(): number {
    return this.#streams.size;
  }

  [Symbol.iterator](): Iterator<OpenMediaStream> {
    return this.#streams.values();
  }

  /** @throws Refusal SERVICE_UNAVAILABLE while the gateway stops */
  add(stream: OpenMediaStream): void {
    if (this.#isDraining) throw unavailable();
    this.#streams.add(stream);
  }

  remove(stream: OpenMediaStream): void {
    this.#streams.delete(stream);
  }

  /** The gateway stops: every participant is told to come back, and keeps its place and tracks meanwhile. */
  drain(): void {
    this.#isDraining = true;
    for (const stream of this.#streams) stream.end(unavailable());
  }
}

function unavailable(): Refusal {
  return new Refusal('SERVICE_UNAVAILABLE', { retryAfterMs: RETRY_MS });
}
