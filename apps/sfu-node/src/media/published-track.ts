import { callV1, sfuV1 } from '@videocall/contracts';
import { videoCodecOf, type VideoCodec } from '@videocall/quality-profiles';
import type { Producer } from 'mediasoup/types';
import type { MediaKind, TrackSource } from '../domain/track-source.js';
import type { Peer } from './peer.js';
import { VideoState } from './video-state.js';

export interface TrackOptions {
  readonly id: string;
  readonly clientTrackId: string;
  readonly peer: Peer;
  readonly source: TrackSource;
  readonly kind: MediaKind;
  readonly producer: Producer;
  readonly muted: boolean;
  readonly mutedByHost: boolean;
  /** As captured, in pixels; 0 for audio. */
  readonly width: number;
  readonly height: number;
}

/** One audio or video that a peer publishes. */
export class PublishedTrack {
  readonly id: string;
  readonly clientTrackId: string;
  readonly peer: Peer;
  readonly source: TrackSource;
  readonly kind: MediaKind;
  readonly producer: Producer;
  readonly width: number;
  readonly height: number;
  readonly mimeType: string;
  /** What there is to know of a picture; undefined for audio. */
  readonly video: VideoState | undefined;
  muted: boolean;
  mutedByHost: boolean;
  /** Why the server gives it to nobody. */
  heldReason: '' | 'QUALITY_EXCEEDED' = '';

  constructor(options: TrackOptions) {
    this.id = options.id;
    this.clientTrackId = options.clientTrackId;
    this.peer = options.peer;
    this.source = options.source;
    this.kind = options.kind;
    this.producer = options.producer;
    this.width = options.width;
    this.height = options.height;
    this.muted = options.muted;
    this.mutedByHost = options.mutedByHost;
    this.mimeType = options.producer.rtpParameters.codecs[0]?.mimeType ?? '';
    const codec = videoCodecOf(this.mimeType);
    this.video = codec && options.kind === 'video' ? this.#videoState(codec) : undefined;
  }

  #videoState(codec: VideoCodec): VideoState {
    return new VideoState({
      source: this.source === 'SCREEN' ? 'SCREEN' : 'CAMERA',
      codec,
      capture: { width: this.width, height: this.height },
      encodings: this.producer.rtpParameters.encodings ?? [],
      now: performance.now(),
    });
  }

  get participantId(): string {
    return this.peer.participantId;
  }

  /** Makes the producer what `muted` says. */
  async applyMuted(): Promise<void> {
    if (this.muted && !this.producer.paused) await this.producer.pause();
    if (!this.muted && this.producer.paused) await this.producer.resume();
  }

  view(): sfuV1.Track {
    return {
      id: this.id,
      participantId: this.participantId,
      source: callV1.TrackSource[this.source],
      kind: this.kind === 'audio' ? sfuV1.MediaKind.AUDIO : sfuV1.MediaKind.VIDEO,
      muted: this.muted,
      mutedByHost: this.mutedByHost,
      width: this.width,
      height: this.height,
      pausedReason: this.heldReason,
      codec: this.mimeType,
      simulcast: (this.producer.rtpParameters.encodings ?? []).length > 1,
    };
  }
}
