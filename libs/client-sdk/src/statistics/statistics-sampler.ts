import { Store, type ReadableStore } from '../store.js';
import { computeStatistics, type CallStatistics, type Reports, type TrackNames } from './call-statistics.js';

const INTERVAL_MS = 2000;

/** Samples the statistics every two seconds while somebody watches them. */
export class StatisticsSampler {
  readonly #store = new Store<CallStatistics | undefined>(undefined);
  #watchers = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #before: Reports | undefined;

  constructor(
    private readonly reports: () => Promise<Reports | undefined>,
    private readonly names: TrackNames,
  ) {}

  readonly watched: ReadableStore<CallStatistics | undefined> = {
    getState: this.#store.getState,
    subscribe: (listener) => {
      const unsubscribe = this.#store.subscribe(listener);
      this.#watchers += 1;
      this.#timer ??= setInterval(() => void this.sample(), INTERVAL_MS);
      return () => {
        unsubscribe();
        this.#watchers -= 1;
        if (this.#watchers === 0) this.stop();
      };
    },
  };

  /** Takes a sample now; its rates are over the time since the one before. */
  async sample(): Promise<CallStatistics | undefined> {
    const now = await this.reports();
    if (!now) return undefined;
    const statistics = computeStatistics(Date.now(), now, this.#before, this.names);
    this.#before = now;
    this.#store.set(statistics);
    return statistics;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
