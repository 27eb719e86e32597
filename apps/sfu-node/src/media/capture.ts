import type { sfuV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import type { Logger } from '@videocall/platform-logging';
import { chooseLayers } from '@videocall/quality-profiles';
import type { CallMedia, CallObserver } from './call-media.js';
import { CapturedTrack, type CaptureAddress } from './captured-track.js';
import type { PublishedTrack } from './published-track.js';

export type CaptureEvent = NonNullable<sfuV1.CaptureEvent['event']>;

/** Cameras are recorded no larger than this, where there are layers to choose from. */
const RECORDED_CAMERA = { width: 1280, height: 720 };

export interface CaptureOptions {
  readonly call: CallMedia;
  readonly log: Logger;
  /** Told what happens, and when (milliseconds since the epoch). */
  readonly tell: (event: CaptureEvent, at: number) => void;
  /** The call's media is gone. */
  readonly onClosed: () => void;
}

/** A recorder's view of a call: what is published, and on request the media of it. */
export class Capture implements CallObserver {
  readonly #options: CaptureOptions;
  /** By track id; pending while it is being opened. */
  readonly #tracks = new Map<string, { layer: number; opened: Promise<CapturedTrack> }>();
  #closed = false;

  constructor(options: CaptureOptions) {
    this.#options = options;
  }

  /** Tells what there is and follows what changes. */
  open(): void {
    const { call } = this.#options;
    const tracks = [...call.tracks.values()].map((track) => track.view());
    this.#tell({ $case: 'opened', value: { tracks, activeSpeaker: call.activeSpeaker } });
    call.observers.add(this);
  }

  /** Sends a track to an address, paused. @throws Refusal TRACK_NOT_FOUND */
  async receive(trackId: string, address: CaptureAddress): Promise<void> {
    const { call } = this.#options;
    const track = call.tracks.get(trackId);
    if (!track || this.#closed) throw new Refusal('TRACK_NOT_FOUND');
    this.stop(trackId);
    const layer = layerOf(track);
    const opened = CapturedTrack.open(call, track, address, layer, ({ at, rtpTimestamp }) =>
      this.#tell({ $case: 'trackClock', value: { trackId, rtpTimestamp } }, at),
    );
    const entry = { layer, opened };
    this.#tracks.set(trackId, entry);
    try {
      const captured = await opened;
      // What was asked for may have been given up meanwhile.
      if (this.#tracks.get(trackId) !== entry) return;
      const { rtpParametersJson, srtpParametersJson } = captured;
      this.#tell({ $case: 'sending', value: { trackId, rtpParametersJson, srtpParametersJson } });
    } catch (error) {
      if (this.#tracks.get(trackId) === entry) this.#tracks.delete(trackId);
      // A track that is unpublished while it is opened cannot be had.
      if (track.producer.closed) throw new Refusal('TRACK_NOT_FOUND', { cause: error });
      throw error;
    }
  }

  /** @throws Refusal TRACK_NOT_FOUND for what is not received */
  async resume(trackId: string): Promise<void> {
    await (await this.#captured(trackId)).resume();
  }

  /** @throws Refusal TRACK_NOT_FOUND for what is not received */
  async requestKeyframe(trackId: string): Promise<void> {
    await (await this.#captured(trackId)).requestKeyframe();
  }

  stop(trackId: string): void {
    const entry = this.#tracks.get(trackId);
    this.#tracks.delete(trackId);
    entry?.opened.then(
      (captured) => captured.close(),
      () => undefined,
    );
  }

  close(): void {
    this.#closed = true;
    this.#options.call.observers.delete(this);
    for (const trackId of this.#tracks.keys()) this.stop(trackId);
  }

  published(track: PublishedTrack): void {
    this.#tell({ $case: 'trackPublished', value: track.view() });
  }

  updated(track: PublishedTrack): void {
    this.#tell({ $case: 'trackUpdated', value: track.view() });
    if (!track.muted) this.#readClock(track.id);
  }

  unpublished(track: PublishedTrack): void {
    this.stop(track.id);
    this.#tell({ $case: 'trackUnpublishedId', value: track.id });
  }

  speaker(participantId: string): void {
    this.#tell({ $case: 'activeSpeaker', value: participantId });
  }

  closed(): void {
    this.close();
    this.#options.onClosed();
  }

  takes(track: PublishedTrack): number {
    return this.#tracks.get(track.id)?.layer ?? -1;
  }

  async #captured(trackId: string): Promise<CapturedTrack> {
    const entry = this.#tracks.get(trackId);
    if (!entry) throw new Refusal('TRACK_NOT_FOUND');
    return await entry.opened;
  }

  #readClock(trackId: string): void {
    const entry = this.#tracks.get(trackId);
    entry?.opened
      .then((captured) => captured.readClock())
      .catch((error: unknown) => this.#options.log.warn({ err: error, track: trackId }, 'a clock was not read'));
  }

  #tell(event: CaptureEvent, at = Date.now()): void {
    if (!this.#closed) this.#options.tell(event, at);
  }
}

/** A screen is read, so all of it is recorded. */
function layerOf({ video }: PublishedTrack): number {
  if (!video) return 0;
  const shown = video.source === 'SCREEN' ? undefined : RECORDED_CAMERA;
  const choice = chooseLayers(video.published, { shown, limits: video.limits });
  return choice.kind === 'layers' ? choice.spatial : 0;
}
