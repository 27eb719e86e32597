import { reasonOf, retryAfterOf } from '../call-error.js';
import { backoffMs } from '../signalling/backoff.js';
import { wait } from '../signalling/wait.js';
import type { ConnectionPhase } from '../state/active-call-state.js';
import { endOf, REJOIN_REASONS, type CallEnd } from './call-end.js';

/** After this long without signalling or media the call is given up. */
const GIVE_UP_MS = 60_000;

export interface LifelineActions {
  /** The browser says that there is no network. */
  offline(): boolean;
  connected(): boolean;
  /** Connects to the server, once. */
  connect(): Promise<void>;
  /** Takes the same participant and transports up again. */
  resume(): Promise<void>;
  /** Enters again with a new peer. */
  rejoin(): Promise<void>;
  /** Requests may flow again, or must wait. */
  setOpen(open: boolean): void;
  phaseChanged(phase: ConnectionPhase): void;
  reconnected(afterMs: number): void;
}

/**
 * The way back into the call: signalling lost → connect, with growing waits, and resume; not to be resumed → join again;
 * no way back within a minute → over. Media has its own way back (`MediaWatch`) and reports here.
 */
export class Lifeline {
  #signallingUp = true;
  #mediaUp = false;
  #everUp = false;
  #since: number | undefined;
  #attempt = 0;
  #rejoin = false;
  #recovering = false;
  #giveUp: ReturnType<typeof setTimeout> | undefined;
  #end: CallEnd | undefined;
  readonly #wake = new EventTarget();
  readonly #ended = new AbortController();

  constructor(private readonly actions: LifelineActions) {}

  /** Fires when the call is over. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  signallingLost(): void {
    this.#signallingUp = false;
    this.#recover();
  }

  mediaChanged(connected: boolean): void {
    this.#mediaUp = connected;
    this.#tell();
  }

  /** The peer is lost (its media server died, or ICE cannot be mended): a new one is needed. */
  peerLost(): void {
    this.#rejoin = true;
    this.#mediaUp = false;
    this.#signallingUp = false;
    this.#recover();
  }

  /** The network changed: the next try is now. */
  hurry(): void {
    this.#wake.dispatchEvent(new Event('wake'));
    this.#tell();
  }

  finish(end: CallEnd): void {
    if (this.#end) return;
    this.#end = end;
    clearTimeout(this.#giveUp);
    this.#ended.abort();
    this.actions.setOpen(false);
    this.#tell();
  }

  #recover(): void {
    if (this.#end) return;
    this.actions.setOpen(false);
    this.#tell();
    if (this.#recovering) return;
    this.#recovering = true;
    void this.#climb().finally(() => {
      this.#recovering = false;
      if (!this.#signallingUp) this.#recover();
    });
  }

  async #climb(): Promise<void> {
    for (this.#attempt = 1; !this.#end; this.#attempt += 1) {
      this.#tell();
      try {
        await this.actions.connect();
        const rejoining = this.#rejoin;
        if (rejoining) await this.actions.rejoin();
        else await this.actions.resume();
        if (rejoining) this.#rejoin = false;
        if (this.#end) return;
        if (!this.actions.connected()) continue;
        this.#signallingUp = true;
        this.actions.setOpen(true);
        return this.#tell();
      } catch (error) {
        if (this.#end) return;
        const end = endOf(error);
        if (end) return this.finish(end);
        if (REJOIN_REASONS.has(reasonOf(error) ?? '') && !this.#rejoin) {
          this.#rejoin = true;
          continue;
        }
        // Whatever else went wrong, on the way or in the app's own functions, may go right the next time.
        const asked = retryAfterOf(error);
        // The server knows when it makes sense; only it must not be everybody at the same moment.
        const pause = asked > 0 ? asked * (1 + Math.random() / 2) : backoffMs(this.#attempt);
        await wait(pause, this.ended, this.#wake).catch(() => undefined);
      }
    }
  }

  #tell(): void {
    if (!this.#end && this.#signallingUp && this.#mediaUp && !this.actions.offline()) return this.#up();
    if (!this.#end) {
      this.#since ??= Date.now();
      this.#giveUp ??= setTimeout(
        () => this.finish({ reason: 'CONNECTION_LOST', canRejoin: true, refusal: undefined }),
        GIVE_UP_MS,
      );
    }
    this.actions.phaseChanged(this.#phase());
  }

  #up(): void {
    const since = this.#since;
    clearTimeout(this.#giveUp);
    this.#giveUp = undefined;
    this.#since = undefined;
    this.#attempt = 0;
    this.actions.phaseChanged({ phase: 'CONNECTED' });
    if (this.#everUp && since !== undefined) this.actions.reconnected(Date.now() - since);
    this.#everUp = true;
  }

  #phase(): ConnectionPhase {
    if (this.#end) return { phase: 'ENDED', ...this.#end };
    if (!this.#everUp && this.#signallingUp) return { phase: 'CONNECTING' };
    return {
      phase: 'RECONNECTING',
      since: this.#since ?? Date.now(),
      attempt: Math.max(1, this.#attempt),
      cause: this.#signallingUp ? 'MEDIA' : 'SIGNALLING',
      offline: this.actions.offline(),
    };
  }
}
