import type { Subscription, Track } from '@videocall/signalling';
import type { PeerMedia } from '../media/peer-media.js';
import type { CallFacts } from '../state/call-facts.js';

const LOOK_EVERY_MS = 50;
/** So that those who receive from us, and of whom we see nothing, find us at the new place first. */
const SHORTEST_MS = 500;
/** Who has not moved by then is waited for no longer. */
const LONGEST_MS = 8_000;
const MOVING_PICTURES = 5;

export interface HandoverListener {
  /** More of what is received comes by the new peer. */
  changed(): void;
  /** The former peer is of no more use. */
  done(): void;
}

/**
 * While one moves to another media server: what came by the former peer is shown until it comes by the new one, so that
 * nobody is missed, whoever moves first (make before break).
 */
export class Handover {
  readonly #former: PeerMedia;
  readonly #formerFacts: CallFacts;
  readonly #present: PeerMedia;
  readonly #selfId: string;
  readonly #listener: HandoverListener;
  readonly #began = performance.now();
  /** By subscription of the new peer: how much was decoded. */
  #decoded: ReadonlyMap<string, number> = new Map();
  #waitedBefore = Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  /**
   * @param former with what was known of it last
   * @param facts what is known now
   */
  constructor(
    former: { readonly peer: PeerMedia; readonly facts: CallFacts },
    present: PeerMedia,
    selfId: string,
    private readonly facts: () => CallFacts,
    listener: HandoverListener,
  ) {
    this.#former = former.peer;
    this.#formerFacts = former.facts;
    this.#present = present;
    this.#selfId = selfId;
    this.#listener = listener;
    this.#lookLater();
  }

  /** What is to be shown: of each track the one that comes. */
  shown(): CallFacts {
    const facts = this.facts();
    const waited = this.#waitedFor(facts);
    const sources = new Set(waited.map(placeOf));
    const tracks = [...waited, ...[...facts.tracks.values()].filter((track) => !sources.has(placeOf(track)))];
    const ids = new Set(tracks.map(({ id }) => id));
    const subscriptions = [...facts.subscriptions.values(), ...this.#formerFacts.subscriptions.values()];
    return {
      ...facts,
      tracks: new Map(tracks.map((track) => [track.id, track])),
      subscriptions: new Map(
        subscriptions.filter(({ trackId }) => ids.has(trackId)).map((subscription) => [subscription.id, subscription]),
      ),
    };
  }

  /** By the former peer. */
  receivedTrack(subscriptionId: string): MediaStreamTrack | undefined {
    return this.#former.receivedTrack(subscriptionId);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #lookLater(): void {
    this.#timer = setTimeout(() => void this.#look(), LOOK_EVERY_MS);
  }

  async #look(): Promise<void> {
    this.#decoded = await this.#present.decoded();
    if (this.#stopped) return;
    const waited = this.#waitedFor(this.facts()).length;
    if (waited < this.#waitedBefore) this.#listener.changed();
    this.#waitedBefore = waited;
    if (!this.#isOver()) return this.#lookLater();
    this.stop();
    this.#listener.done();
  }

  #isOver(): boolean {
    const lasted = performance.now() - this.#began;
    if (lasted >= LONGEST_MS) return true;
    const isConnected = [...this.#present.connectionStates.values()].every((state) => state === 'connected');
    return lasted >= SHORTEST_MS && isConnected && this.#waitedFor(this.facts()).length === 0;
  }

  /** Tracks that come, or came, by the former peer alone. */
  #waitedFor(facts: CallFacts): readonly Track[] {
    const successors = new Map([...facts.tracks.values()].map((track) => [placeOf(track), track]));
    const subscriptions = new Map([...facts.subscriptions.values()].map((each) => [each.trackId, each]));
    return [...this.#formerFacts.tracks.values()].filter((track) => {
      if (!facts.participants.has(track.participantId)) return false;
      const successor = successors.get(placeOf(track));
      if (!successor) return true;
      if (track.participantId === this.#selfId || !this.#came(track)) return false;
      const subscription = subscriptions.get(successor.id);
      return !subscription || !(successor.muted || this.#comes(successor, subscription));
    });
  }

  /** A camera must be seen to move: a first picture may be followed by none for a while. */
  #comes({ source }: Track, { id }: Subscription): boolean {
    return (this.#decoded.get(id) ?? 0) >= (source === 'CAMERA' ? MOVING_PICTURES : 1);
  }

  /** Whether media of the track came by the former peer, so that there is something to miss. */
  #came(track: Track): boolean {
    const received = [...this.#formerFacts.subscriptions.values()].find(({ trackId }) => trackId === track.id);
    return !track.muted && received !== undefined && isGiven(received);
  }
}

function isGiven({ pausedReason }: Subscription): boolean {
  return pausedReason === null;
}

/** What one track has in common with its successor at another media server. */
function placeOf({ participantId, source }: Track): string {
  return `${participantId} ${source}`;
}
