import type { ReplyOf, TransportDirection } from '@videocall/signalling';
import type { types } from 'mediasoup-client';
import { CallError } from '../call-error.js';

/** ICE often finds its way back by itself within this time. */
const DISCONNECTED_MS = 2000;
/** A relay that refuses its credential leaves ICE in `new` for ever; so does a path that swallows everything. */
const NOT_CONNECTED_MS = 6000;
/** How long a restarted ICE has. */
const RESTARTED_MS = 5000;
/** After so many restarts in a row only a new peer can help. */
const MOST_RESTARTS = 3;

export interface WatchedPeer {
  readonly connectionStates: ReadonlyMap<TransportDirection, types.ConnectionState>;
  restartIce(direction: TransportDirection, iceParameters: Record<string, unknown>): Promise<void>;
}

export interface MediaWatchActions {
  /** Asks the server for fresh ICE parameters. */
  requestRestart(directions: TransportDirection[]): Promise<ReplyOf<'restartIce'>>;
  /** All transports in use are connected, or no longer. */
  changed(connected: boolean): void;
  /** Restarting does not help: the peer is to be replaced. */
  hopeless(): void;
}

/** Watches a peer's transports and restarts ICE where they do not connect. */
export class MediaWatch {
  readonly #due = new Map<
    TransportDirection,
    { readonly state: types.ConnectionState; readonly timer: ReturnType<typeof setTimeout> }
  >();
  /** Transports that did not connect in time. */
  readonly #overdue = new Set<TransportDirection>();
  #everConnected = false;
  #restarts = 0;
  #restarting = false;
  #stopped = false;
  #connected: boolean | undefined;

  constructor(
    private readonly peer: WatchedPeer,
    private readonly actions: MediaWatchActions,
  ) {}

  /** To be called whenever a state may have changed. */
  update(): void {
    if (this.#stopped) return;
    const states = this.peer.connectionStates;
    for (const direction of ['SEND', 'RECEIVE'] as const) this.#watch(direction, states.get(direction));
    const connected = [...states].every(([direction, state]) => this.#works(direction, state));
    if ([...states.values()].every((state) => state === 'connected')) {
      this.#restarts = 0;
      this.#overdue.clear();
      this.#everConnected = true;
    }
    if (connected !== this.#connected) {
      this.#connected = connected;
      this.actions.changed(connected);
    }
  }

  /** Whether all transports in use were connected when it was last looked. */
  get connected(): boolean {
    return this.#connected ?? false;
  }

  /** Restarts ICE at once: the network changed under the connection. */
  restartNow(): void {
    if (this.#stopped || this.peer.connectionStates.size === 0) return;
    void this.#restart([...this.peer.connectionStates.keys()]);
  }

  stop(): void {
    this.#stopped = true;
    for (const { timer } of this.#due.values()) clearTimeout(timer);
    this.#due.clear();
  }

  /** A transport that is used for the first time in a running call is no trouble until it is overdue. */
  #works(direction: TransportDirection, state: types.ConnectionState): boolean {
    if (state === 'connected') return true;
    const settingUp = state === 'new' || state === 'connecting';
    return settingUp && this.#everConnected && !this.#overdue.has(direction);
  }

  #watch(direction: TransportDirection, state: types.ConnectionState | undefined): void {
    const due = this.#due.get(direction);
    if (due?.state === state) return;
    clearTimeout(due?.timer);
    this.#due.delete(direction);
    const delay = state && patience(state);
    if (state && delay !== undefined) this.#schedule(direction, state, delay);
  }

  #schedule(direction: TransportDirection, state: types.ConnectionState, delay: number): void {
    const timer = setTimeout(() => {
      this.#overdue.add(direction);
      this.update();
      void this.#restart([direction]);
    }, delay);
    this.#due.set(direction, { state, timer });
  }

  async #restart(asked: readonly TransportDirection[]): Promise<void> {
    if (this.#restarting) return;
    if (this.#restarts >= MOST_RESTARTS) return this.#giveUp();
    this.#restarting = true;
    this.#restarts += 1;
    try {
      // The other direction goes along when it is down too.
      const down = [...this.peer.connectionStates]
        .filter(([, state]) => state !== 'connected')
        .map(([direction]) => direction);
      const { restarted } = await this.actions.requestRestart([...new Set([...asked, ...down])]);
      for (const { direction, iceParameters } of restarted) {
        if (!this.#stopped) await this.peer.restartIce(direction, iceParameters);
      }
      this.#watchRestarted();
    } catch (error) {
      // The end of the call, or of this peer, ends the watch too.
      if (!(error instanceof CallError && error.reason === 'CALL_CLOSED')) this.#giveUp();
    } finally {
      this.#restarting = false;
    }
  }

  #watchRestarted(): void {
    if (this.#stopped) return;
    for (const [direction, state] of this.peer.connectionStates) {
      if (state === 'connected') continue;
      clearTimeout(this.#due.get(direction)?.timer);
      this.#schedule(direction, state, RESTARTED_MS);
    }
  }

  #giveUp(): void {
    if (this.#stopped) return;
    this.stop();
    this.actions.hopeless();
  }
}

/** How long a state may last before ICE is restarted; `undefined`: for ever. */
function patience(state: types.ConnectionState): number | undefined {
  switch (state) {
    case 'new':
    case 'connecting':
      return NOT_CONNECTED_MS;
    case 'disconnected':
      return DISCONNECTED_MS;
    case 'failed':
      return 0;
    default:
      return undefined;
  }
}
