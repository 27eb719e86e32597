import type { Logger } from '@videocall/platform-logging';
import { isServable } from '../domain/compliance.js';
import type { CallMedia } from './call-media.js';
import type { CallRegistry } from './call-registry.js';
import type { LayerDirector } from './layer-director.js';
import type { MediaMetrics } from './media-metrics.js';
import type { PublishedTrack } from './published-track.js';
import type { VideoState } from './video-state.js';

interface EnforcerOptions {
  readonly registry: CallRegistry;
  readonly director: LayerDirector;
  readonly metrics: MediaMetrics;
  readonly log: Logger;
}

/**
 * Holds publishers to what they were told (MEDIA-3). Who sends too much is kept from receivers by layers where layers serve;
 * otherwise commanded again, and after a grace given to nobody until it complies.
 */
export class QualityEnforcer {
  readonly #options: EnforcerOptions;
  readonly #looking = new WeakSet<PublishedTrack>();

  constructor(options: EnforcerOptions) {
    this.#options = options;
  }

  /** Looks at the tracks whose time has come. @param now milliseconds, monotonic */
  tick(now: number): void {
    for (const call of this.#options.registry.calls) {
      for (const track of call.tracks.values()) {
        const { video } = track;
        if (video && !track.muted && now >= video.nextLookAt && !this.#looking.has(track))
          void this.#look(call, track, video);
      }
    }
  }

  /** Acts on what is known of a track now. */
  evaluate(call: CallMedia, track: PublishedTrack, video: VideoState): void {
    const { director, metrics, log } = this.#options;
    const action = video.enforcement.observe(isServable(video.use, video.limits), performance.now());
    director.refresh(call, track);
    if (action === 'none') return;
    metrics.enforced(action);
    log.info({ call: call.id, track: track.id, action, limits: video.limits, measured: video.use }, 'quality enforced');
    if (action === 'command') {
      director.command(call, track);
      return;
    }
    track.heldReason = action === 'hold' ? 'QUALITY_EXCEEDED' : '';
    call.trackUpdated(track);
  }

  async #look(call: CallMedia, track: PublishedTrack, video: VideoState): Promise<void> {
    this.#looking.add(track);
    const { limits } = video;
    try {
      const measured = await call.inspector.look(track.producer, video.measured);
      const stillConcerns = call.tracks.has(track.id) && video.limits === limits;
      if (stillConcerns && measured.some((layer) => layer !== undefined)) video.measured = measured;
      if (stillConcerns) this.evaluate(call, track, video);
    } catch (error) {
      // A track or call that closed meanwhile cannot be looked at, and need not.
      if (!track.producer.closed) this.#options.log.error({ err: error, track: track.id }, 'a video was not inspected');
    } finally {
      this.#looking.delete(track);
      video.looked(performance.now());
    }
  }
}
