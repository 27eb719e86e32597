import { setTimeout as sleep } from 'node:timers/promises';
import { status, type ClientDuplexStream, type ServiceError, type StatusObject } from '@grpc/grpc-js';
import type { callV1 } from '@videocall/contracts';
import { Refusal, type Reason } from '@videocall/errors';
import { refusalFromStatus } from '@videocall/platform-grpc';
import type { MediaContent, MediaListener, MediaStream } from '../application/ports/platform.js';

const OPEN_MS = 10_000;
/** Messages that wait for the platform to read them; a second of sound and picture. */
const MAX_WAITING = 200;
/** The platform keeps the place of somebody whose stream broke for so long. */
const COME_BACK_MS = 30_000;
const PAUSE_MS = 250;
/** What a part of the platform that restarts, or moves the call to another media server, says. */
const PASSING: ReadonlySet<Reason> = new Set([
  'MEDIA_LOST',
  'SERVICE_UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'NO_MEDIA_NODE',
]);

type Duplex = ClientDuplexStream<callV1.MediaPacket, callV1.MediaPacket>;

/** What a participation needs of the public API. */
export interface Entrance {
  /** Enters the call again as the same participant. @returns a fresh resume token */
  join(resumeToken: string): Promise<string>;
  /** Starts a media stream. */
  open(): Promise<Duplex>;
}

/** The service's part in one call, through whatever streams it takes: one that breaks is opened again. */
export class Participation implements MediaStream {
  readonly #listener: MediaListener;
  readonly #entrance: Entrance;
  #resumeToken: string;
  #stream: Duplex | undefined;
  #closed = false;

  constructor(listener: MediaListener, resumeToken: string, entrance: Entrance) {
    this.#listener = listener;
    this.#resumeToken = resumeToken;
    this.#entrance = entrance;
  }

  /**
   * Resolves when the platform says that media is open. From then on it is kept open.
   *
   * @throws Refusal of the platform
   */
  async open(place: callV1.OpenMedia): Promise<void> {
    const stream = await this.#entrance.open();
    if (this.#closed) return void stream.cancel();
    const deadline = setTimeout(() => stream.cancel(), OPEN_MS);
    await new Promise<void>((resolve, reject) => {
      let isOpen = false;
      stream.on('data', ({ content }: callV1.MediaPacket) => {
        if (content?.$case !== 'opened') return content && this.#listener.onPacket(content);
        isOpen = true;
        this.#stream = stream;
        resolve();
        // What is available is followed once there is a stream to follow it on.
        queueMicrotask(() => this.#listener.onPacket(content));
      });
      // The status says it all.
      stream.on('error', () => undefined);
      stream.on('status', (end: StatusObject) => {
        const refusal = refusalOf(end);
        if (isOpen) this.#ended(place, refusal);
        else reject(refusal ?? new Refusal('SERVICE_UNAVAILABLE'));
      });
      stream.write({ content: { $case: 'open', value: place } });
    }).finally(() => clearTimeout(deadline));
  }

  send(content: MediaContent): boolean {
    const stream = this.#stream;
    if (!stream?.writable || stream.writableLength > MAX_WAITING) return false;
    stream.write({ content });
    return true;
  }

  close(): void {
    this.#closed = true;
    this.#stream?.end();
  }

  #ended(place: callV1.OpenMedia, refusal: Refusal | undefined): void {
    this.#stream = undefined;
    if (this.#closed) return;
    if (!refusal || !PASSING.has(refusal.reason)) {
      this.#listener.onEnd(refusal?.message ?? 'the platform ended the stream');
      return;
    }
    this.#comeBack(place, refusal).catch((error: unknown) => {
      this.#listener.onEnd(error instanceof Error ? error.message : String(error));
    });
  }

  async #comeBack(place: callV1.OpenMedia, lost: Refusal): Promise<void> {
    const deadline = Date.now() + COME_BACK_MS;
    for (let last = lost; !this.#closed; ) {
      try {
        if (last.reason === 'MEDIA_LOST' || last.reason === 'NO_MEDIA_NODE')
          this.#resumeToken = await this.#entrance.join(this.#resumeToken);
        return await this.open(place);
      } catch (error) {
        const passes = error instanceof Refusal && PASSING.has(error.reason);
        if (!passes || Date.now() > deadline) throw error;
        last = error;
        await sleep(PAUSE_MS);
      }
    }
  }
}

/** Undefined where the stream ended in good order. */
function refusalOf(end: StatusObject): Refusal | undefined {
  return end.code === status.OK ? undefined : refusalFromStatus(end as ServiceError);
}
