export type Connection = 'NEW' | 'CONNECTED' | 'LOST';

/** What is known of a peer's ways to this node, at one moment. */
export interface PeerWays {
  /** A gateway is attached for the peer. */
  readonly signalling: boolean;
  /** ICE and DTLS are up on every transport where they ever were. */
  readonly media: boolean;
}

/** Signalling may be missing this long before the peer counts as lost. Milliseconds. */
const SIGNALLING_MISSING = 3_000;
/** Without media and signalling for this long, a peer closes itself. Milliseconds. */
const ABANDONED_AFTER = 120_000;

/** Whether a peer is there, from what is seen of its media and its signalling. */
export class ConnectionState {
  #connection: Connection = 'NEW';
  #hadSignalling = false;
  #signallingLostAt: number;
  #goneSince: number | undefined;

  /** @param now milliseconds, of the clock that all calls use */
  constructor(now: number) {
    this.#signallingLostAt = now;
    this.#goneSince = now;
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** @returns whether {@link connection} changed */
  observe({ signalling, media }: PeerWays, now: number): boolean {
    if (signalling) {
      this.#hadSignalling = true;
      this.#signallingLostAt = now;
    }
    this.#goneSince = signalling || media ? undefined : (this.#goneSince ?? now);

    const before = this.#connection;
    const signallingMissing = this.#hadSignalling && now - this.#signallingLostAt >= SIGNALLING_MISSING;
    if (media && !signallingMissing) this.#connection = 'CONNECTED';
    else if (signallingMissing || this.#connection !== 'NEW') this.#connection = 'LOST';
    return this.#connection !== before;
  }

  /** Nobody is coming back. */
  isAbandoned(now: number): boolean {
    return this.#goneSince !== undefined && now - this.#goneSince >= ABANDONED_AFTER;
  }
}
