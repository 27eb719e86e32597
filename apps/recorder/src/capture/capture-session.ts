import type { ClientDuplexStream, ServiceError } from '@grpc/grpc-js';
import { callV1, sfuV1 } from '@videocall/contracts';
import { refusalFromStatus, type GrpcClient } from '@videocall/platform-grpc';
import type { Logger } from '@videocall/platform-logging';
import type { CapturedTrack } from '../domain/capture-facts.js';
import type { CaptureJob } from './capture-job.js';
import type { CaptureJournal } from './capture-journal.js';
import type { PortPairs } from './port-pairs.js';
import { TrackCapture } from './track-capture.js';

export interface CaptureSessionOptions {
  readonly job: CaptureJob;
  readonly client: GrpcClient<sfuV1.SfuCaptureServiceClient>;
  readonly ticket: string;
  readonly ports: PortPairs;
  readonly journal: CaptureJournal;
  readonly log: Logger;
  readonly onCapturing: (capturing: boolean) => void;
}

/** How often it is written down that the capture goes on; a killed one lasted until then. */
const ALIVE_EVERY_MS = 1_000;
const OPEN_MS = 5_000;

/** The capture of a call for as long as one stream from its sfu-node lasts. */
export class CaptureSession {
  readonly #options: CaptureSessionOptions;
  readonly #tracks = new Map<string, TrackCapture>();
  readonly #muted = new Map<string, boolean>();
  /** Files that are being ended. */
  readonly #ending = new Set<Promise<void>>();
  #stream: ClientDuplexStream<sfuV1.CaptureRequest, sfuV1.CaptureEvent> | undefined;
  #opened = false;

  constructor(options: CaptureSessionOptions) {
    this.#options = options;
  }

  /** Captures until the stream ends or is lost, or the signal ends it; all files are ended then. */
  async run(signal: AbortSignal): Promise<void> {
    const { client, ticket, journal, log, onCapturing } = this.#options;
    const stream = client.capture();
    this.#stream = stream;
    const ended = new Promise<void>((resolve) => {
      stream.on('data', (event: sfuV1.CaptureEvent) => this.#take(event));
      stream.on('end', () => resolve());
      stream.on('error', (error: ServiceError) => {
        if (!signal.aborted) log.warn({ reason: refusalFromStatus(error).reason }, 'the stream of media is lost');
        resolve();
      });
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    stream.write({ action: { $case: 'open', value: { ticket } } });
    const opening = setTimeout(() => !this.#opened && stream.cancel(), OPEN_MS);
    const alive = setInterval(() => this.#opened && journal.write({ fact: 'alive', atMs: Date.now() }), ALIVE_EVERY_MS);
    await ended;
    clearTimeout(opening);
    clearInterval(alive);
    const closedAt = Date.now();
    await this.#stopAll();
    stream.cancel();
    if (!this.#opened) return;
    journal.write({ fact: 'closed', atMs: closedAt });
    onCapturing(false);
  }

  #take({ at, event }: sfuV1.CaptureEvent): void {
    const atMs = at?.getTime() ?? Date.now();
    const { journal } = this.#options;
    switch (event?.$case) {
      case 'opened':
        return this.#open(event.value, atMs);
      case 'trackPublished': {
        const track = trackOf(event.value);
        if (!track) return;
        journal.write({ fact: 'published', atMs, track });
        return this.#begin(track);
      }
      case 'trackUpdated':
        return this.#updated(event.value, atMs);
      case 'trackUnpublishedId':
        journal.write({ fact: 'unpublished', atMs, trackId: event.value });
        return this.#stop(event.value);
      case 'sending':
        return this.#tracks.get(event.value.trackId)?.sending(event.value);
      case 'refused':
        return this.#tracks.get(event.value.trackId)?.refused(event.value.reason);
      case 'trackClock':
        return this.#tracks.get(event.value.trackId)?.clock(event.value.rtpTimestamp, atMs);
      case 'activeSpeaker':
        return journal.write({ fact: 'speaker', atMs, participantId: event.value });
      case undefined:
        // Of a newer sfu-node; nothing that this version needs.
        return;
    }
  }

  #open({ tracks, activeSpeaker }: sfuV1.CaptureOpened, atMs: number): void {
    const { journal, onCapturing } = this.#options;
    const known = tracks.flatMap((track) => trackOf(track) ?? []);
    journal.write({ fact: 'opened', atMs, tracks: known, speaker: activeSpeaker });
    this.#opened = true;
    for (const track of known) this.#begin(track);
    onCapturing(true);
  }

  #begin({ id: trackId, muted }: CapturedTrack): void {
    const { job, ports, journal, log } = this.#options;
    if (this.#tracks.has(trackId)) return;
    this.#muted.set(trackId, muted);
    const { folder, ip } = job;
    const act = (action: NonNullable<sfuV1.CaptureRequest['action']>): void => void this.#stream?.write({ action });
    this.#tracks.set(trackId, new TrackCapture({ trackId, folder, ip, ports, journal, log, act }));
  }

  #updated({ id: trackId, muted }: sfuV1.Track, atMs: number): void {
    if (this.#muted.get(trackId) === muted) return;
    this.#muted.set(trackId, muted);
    this.#options.journal.write({ fact: 'muted', atMs, trackId, muted });
  }

  #stop(trackId: string): void {
    const track = this.#tracks.get(trackId);
    this.#tracks.delete(trackId);
    if (!track) return;
    const ending = track.stop().finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }

  async #stopAll(): Promise<void> {
    for (const trackId of [...this.#tracks.keys()]) this.#stop(trackId);
    await Promise.all(this.#ending);
  }
}

const SOURCES = {
  [callV1.TrackSource.MICROPHONE]: 'MICROPHONE',
  [callV1.TrackSource.CAMERA]: 'CAMERA',
  [callV1.TrackSource.SCREEN]: 'SCREEN',
  [callV1.TrackSource.SCREEN_AUDIO]: 'SCREEN_AUDIO',
} as const;

/** Undefined for a source that this version does not know. */
function trackOf({ id, participantId, source, kind, muted }: sfuV1.Track): CapturedTrack | undefined {
  const known = Object.entries(SOURCES).find(([name]) => name === source)?.[1];
  return known && { id, participantId, source: known, kind: kind === sfuV1.MediaKind.AUDIO ? 'audio' : 'video', muted };
}
