import { type Settings, readSettings } from './settings.js';

const KEY = 'videocall.settings';

/** Settings of this browser; the same in all its tabs. */
export class SettingsStore {
  #settings = readSettings(localStorage.getItem(KEY));
  readonly #listeners = new Set<() => void>();

  constructor() {
    window.addEventListener('storage', (event) => {
      if (event.key === KEY) this.#take(readSettings(event.newValue));
    });
  }

  readonly get = (): Settings => this.#settings;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly change = (changes: Partial<Settings>): void => {
    this.#take({ ...this.#settings, ...changes });
    localStorage.setItem(KEY, JSON.stringify(this.#settings));
  };

  #take(settings: Settings): void {
    this.#settings = settings;
    for (const listener of this.#listeners) listener();
  }
}
