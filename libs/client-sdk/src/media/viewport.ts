import type { RequestOf } from '@videocall/signalling';

/** Layout changes come in bursts; one message tells them. */
const GATHER_MS = 100;

export interface Size {
  readonly width: number;
  readonly height: number;
}

const NOT_SHOWN: Size = { width: 0, height: 0 };

/** Tells the server at what size each video is shown, so that it sends the layer that fits (MEDIA-4). */
export class Viewport {
  /** By track: what each place that shows it says. A tile that moves is for a moment in two places. */
  readonly #shown = new Map<string, Map<unknown, Size>>();
  readonly #told = new Map<string, Size>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly send: (request: RequestOf<'setViewport'>) => Promise<unknown>) {}

  /**
   * @param place whoever shows it: what two places say about one track counts as the larger
   * @param size in device pixels; `undefined`: not shown there
   */
  set(trackId: string, place: unknown, size: Size | undefined): void {
    const places = this.#shown.get(trackId) ?? new Map<unknown, Size>();
    if (size) places.set(place, size);
    else places.delete(place);
    this.#shown.set(trackId, places);
    this.#timer ??= setTimeout(() => void this.#tell(), GATHER_MS);
  }

  /** Tracks that are gone need no more mention. */
  forget(trackIds: ReadonlySet<string>): void {
    for (const trackId of this.#shown.keys()) {
      if (trackIds.has(trackId)) continue;
      this.#told.delete(trackId);
      this.#shown.delete(trackId);
    }
  }

  /** A new peer knows nothing of what is shown. */
  tellAgain(): void {
    this.#told.clear();
    this.#timer ??= setTimeout(() => void this.#tell(), GATHER_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #tell(): Promise<void> {
    this.#timer = undefined;
    const shown: RequestOf<'setViewport'>['shown'] = [];
    for (const [trackId, places] of this.#shown) {
      const size = largest([...places.values()]);
      const told = this.#told.get(trackId);
      if (told?.width === size.width && told.height === size.height) continue;
      this.#told.set(trackId, size);
      shown.push({ trackId, ...size });
    }
    if (shown.length === 0) return;
    try {
      await this.send({ shown });
    } catch {
      // The server goes on with what it knew. The next change, or the next peer, tells these again.
      for (const { trackId } of shown) this.#told.delete(trackId);
    }
  }
}

function largest(sizes: readonly Size[]): Size {
  return sizes.reduce((best, size) => (size.width * size.height > best.width * best.height ? size : best), NOT_SHOWN);
}
