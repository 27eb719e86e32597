import type { Maintenance } from '@videocall/signalling';

/** What is told of, and whether it goes on already. Not changed in place. */
export interface ShownMaintenance {
  readonly maintenance: Maintenance;
  readonly phase: 'planned' | 'now';
}

/** People are told this long before. */
const NOTICE_MS = 24 * 3_600_000;
/** Milliseconds between looks; in a call the server tells by itself. */
const LOOK_EVERY = 120_000;

/** When the operator works on the server, as far as it is to be shown now. */
export class MaintenanceStore {
  readonly #load: () => Promise<Maintenance | null>;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #known: Maintenance | null = null;
  #shown: ShownMaintenance | undefined;
  #dismissed: string | undefined;

  constructor(load: () => Promise<Maintenance | null>, now: () => number = Date.now) {
    this.#load = load;
    this.#now = now;
  }

  /** Looks now and then from here on. */
  start(): void {
    void this.refresh();
    setInterval(() => {
      if (document.visibilityState === 'visible') void this.refresh();
    }, LOOK_EVERY);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.refresh();
    });
  }

  /** Asks the server; what cannot be asked just now stays as it was, but for the time that went by. */
  async refresh(): Promise<void> {
    this.set(await this.#load().catch(() => this.#known));
  }

  /** As the server tells it. */
  set(maintenance: Maintenance | null): void {
    this.#known = maintenance;
    const next = shownOf(maintenance, this.#now());
    const visible = next && keyOf(next) !== this.#dismissed ? next : undefined;
    if (contentOf(visible) === contentOf(this.#shown)) return;
    this.#shown = visible;
    for (const listener of this.#listeners) listener();
  }

  /** It was read; when it begins, it is shown again. */
  dismiss(): void {
    if (this.#shown) this.#dismissed = keyOf(this.#shown);
    this.set(this.#known);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly get = (): ShownMaintenance | undefined => this.#shown;
}

function shownOf(maintenance: Maintenance | null, now: number): ShownMaintenance | undefined {
  if (!maintenance || Date.parse(maintenance.endsAt) <= now) return undefined;
  const until = Date.parse(maintenance.startsAt) - now;
  if (until > NOTICE_MS) return undefined;
  return { maintenance, phase: until > 0 ? 'planned' : 'now' };
}

const keyOf = ({ maintenance: { id }, phase }: ShownMaintenance) => `${id} ${phase}`;
const contentOf = (shown: ShownMaintenance | undefined) => (shown ? keyOf(shown) : '');
