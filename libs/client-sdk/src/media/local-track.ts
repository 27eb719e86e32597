import type { TrackSource } from '@videocall/signalling';
import type { LocalTrackView } from '../state/active-call-state.js';
import type { Publication } from './publications.js';

/** One's own microphone, camera or screen through the whole call, over however many peers. */
export class LocalTrack {
  mediaTrack: MediaStreamTrack | undefined;
  muted: boolean;
  mutedByHost = false;
  /** What was asked for: `default` follows the system. */
  deviceId: string | undefined;
  /** On the present peer. */
  publication: Publication | undefined;
  /** The server's id on the present peer, once it has the track. */
  trackId: string | undefined;
  /** The server's list of tracks has shown it: if it vanishes from there, it was taken away. */
  listed = false;
  /** Why the server wants less of it than the profile allows. */
  sendLimitedBy: string | null = null;
  /** What the server knows about `muted`. */
  mutedAtServer = false;
  /** Capturing the camera again after it was off. */
  capturing = false;
  #lost: (() => void) | undefined;

  constructor(
    readonly source: TrackSource,
    mediaTrack: MediaStreamTrack | undefined,
    muted: boolean,
    private readonly onLost: (track: LocalTrack) => void,
  ) {
    this.muted = muted;
    this.deviceId = mediaTrack?.getSettings().deviceId;
    this.setMediaTrack(mediaTrack);
  }

  /** The camera is released while it is muted; whatever cannot be captured again is only silenced. */
  get releasesDevice(): boolean {
    return this.source === 'CAMERA' && this.deviceId !== undefined;
  }

  /** Uses another captured track, and stops the one before. */
  setMediaTrack(next: MediaStreamTrack | undefined): void {
    const previous = this.mediaTrack;
    if (this.#lost) previous?.removeEventListener('ended', this.#lost);
    if (previous !== next) previous?.stop();
    this.mediaTrack = next;
    if (!next) return;
    next.enabled = !this.muted;
    this.#lost = () => this.onLost(this);
    next.addEventListener('ended', this.#lost);
  }

  /** On a new peer everything is to be published anew. */
  forgetPeer(): void {
    this.publication = undefined;
    this.trackId = undefined;
    this.listed = false;
    this.sendLimitedBy = null;
  }

  view(): LocalTrackView {
    return {
      source: this.source,
      mediaTrack: this.mediaTrack,
      muted: this.muted,
      mutedByHost: this.mutedByHost,
      publishing: this.trackId === undefined && this.mediaTrack !== undefined ? 'PENDING' : 'PUBLISHED',
      trackId: this.trackId,
      sendLimitedBy: this.sendLimitedBy,
      deviceId: this.deviceId,
    };
  }
}
