import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { sfuV1 } from '@videocall/contracts';
import type { Logger } from '@videocall/platform-logging';
import type { CaptureJournal } from './capture-journal.js';
import type { PortPairs } from './port-pairs.js';
import { SegmentWriter, containerOf } from './segment-writer.js';
import { codecOf, type MediaPorts } from './session-description.js';

export interface TrackCaptureOptions {
  readonly trackId: string;
  readonly folder: string;
  readonly ip: string;
  readonly ports: PortPairs;
  readonly journal: CaptureJournal;
  readonly log: Logger;
  /** Asks the sfu-node. */
  readonly act: (action: NonNullable<sfuV1.CaptureRequest['action']>) => void;
}

/** The sfu-node answers at once, or not at all. */
const ANSWER_MS = 5_000;
/** A writer that lasted this long has not failed for a reason that comes again at once. */
const LASTED_MS = 2_000;
const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 2_000;

/** The capture of one track, file after file: a writer that dies is followed by another one. */
export class TrackCapture {
  readonly #options: TrackCaptureOptions;
  readonly #stopping = new AbortController();
  readonly #stopped: Promise<void>;
  readonly #done: Promise<void>;
  #answer: { resolve(sending: sfuV1.TrackSending): void; reject(error: Error): void } | undefined;
  /** The file that is being written. */
  #path: string | undefined;
  #pauseMs = FIRST_PAUSE_MS;

  constructor(options: TrackCaptureOptions) {
    this.#options = options;
    this.#stopped = new Promise((resolve) => {
      this.#stopping.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    this.#done = this.#run();
  }

  /** Ends the file that is being written. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#done;
  }

  /** The sfu-node will send it as told here. */
  sending(sending: sfuV1.TrackSending): void {
    this.#answer?.resolve(sending);
  }

  refused(reason: string): void {
    this.#answer?.reject(new Error(`the sfu-node refuses: ${reason}`));
  }

  /** The sfu-node sent the packet with this timestamp then. @param atMs milliseconds since the epoch */
  clock(rtpTimestamp: number, atMs: number): void {
    if (this.#path !== undefined) this.#options.journal.write({ fact: 'clock', atMs, path: this.#path, rtpTimestamp });
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const { trackId, log } = this.#options;
    while (!signal.aborted) {
      const startedAt = performance.now();
      try {
        await this.#writeSegment(signal);
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error, track: trackId }, 'a track is not captured just now');
      }
      if (signal.aborted) return;
      this.#pauseMs =
        performance.now() - startedAt > LASTED_MS ? FIRST_PAUSE_MS : Math.min(this.#pauseMs * 2, LAST_PAUSE_MS);
      await sleep(this.#pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #writeSegment(signal: AbortSignal): Promise<void> {
    const { ports, act, trackId } = this.#options;
    const pair = await ports.take();
    if (!pair) throw new Error('no ports are left');
    try {
      await this.#writeFrom(pair, signal);
    } finally {
      this.#path = undefined;
      act({ $case: 'stopTrackId', value: trackId });
      ports.give(pair);
    }
  }

  async #writeFrom(pair: MediaPorts, signal: AbortSignal): Promise<void> {
    const { trackId, folder, ip, journal, log, act } = this.#options;
    const sending = await this.#receive(pair, signal);
    const path = `${trackId}-${Date.now()}.${containerOf(sending)}`;
    const writer = await SegmentWriter.start(sending, ip, pair, join(folder, path));
    try {
      signal.throwIfAborted();
      const { clockRate } = codecOf(sending);
      journal.write({ fact: 'segment', atMs: Date.now(), trackId, path, clockRate });
      this.#path = path;
      act({ $case: 'resumeTrackId', value: trackId });
      await Promise.race([writer.ended, this.#stopped]);
      if (writer.hasEnded) log.warn({ track: trackId, path, ffmpeg: writer.errors }, 'a writer ended by itself');
    } finally {
      const atMs = Date.now();
      await writer.stop();
      journal.write({ fact: 'segmentEnded', atMs, path });
    }
  }

  async #receive({ rtp, rtcp }: MediaPorts, signal: AbortSignal): Promise<sfuV1.TrackSending> {
    const { trackId, ip, act } = this.#options;
    const answered = new Promise<sfuV1.TrackSending>((resolve, reject) => {
      this.#answer = { resolve, reject };
    });
    act({ $case: 'receive', value: { trackId, ip, rtpPort: rtp, rtcpPort: rtcp } });
    const waiting = new AbortController();
    const late = sleep(ANSWER_MS, undefined, { signal: AbortSignal.any([signal, waiting.signal]) }).then(() => {
      throw new Error('the sfu-node does not answer');
    });
    try {
      return await Promise.race([answered, late]);
    } finally {
      waiting.abort();
      late.catch(() => undefined);
      this.#answer = undefined;
    }
  }
}
