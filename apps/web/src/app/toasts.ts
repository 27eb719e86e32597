export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'info' | 'danger';
  readonly actions: readonly ToastAction[];
}

interface ToastOptions {
  readonly tone?: Toast['tone'];
  readonly actions?: readonly ToastAction[];
  /** Milliseconds; a toast with something to press stays longer. */
  readonly stay?: number;
}

const STAY = 3_000;
const STAY_WITH_ACTION = 15_000;

/** Short messages at the edge of the screen that go away by themselves. */
export class Toasts {
  #toasts: readonly Toast[] = [];
  #next = 1;
  readonly #listeners = new Set<() => void>();

  readonly get = (): readonly Toast[] => this.#toasts;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  show(text: string, { tone = 'info', actions = [], stay }: ToastOptions = {}): number {
    const id = this.#next++;
    // The same words replace each other instead of piling up.
    this.#set([...this.#toasts.filter((toast) => toast.text !== text), { id, text, tone, actions }].slice(-3));
    setTimeout(() => this.dismiss(id), stay ?? (actions.length > 0 ? STAY_WITH_ACTION : STAY));
    return id;
  }

  readonly dismiss = (id: number): void => {
    this.#set(this.#toasts.filter((toast) => toast.id !== id));
  };

  #set(toasts: readonly Toast[]): void {
    this.#toasts = toasts;
    for (const listener of this.#listeners) listener();
  }
}
