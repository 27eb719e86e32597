import type { VideoCodec } from '@videocall/quality-profiles';
import type { PublisherCommand, QualityProfile, Track, TrackSource } from '@videocall/signalling';
import { CallError, reasonOf } from '../call-error.js';
import { captureCamera, captureMicrophone } from '../devices/capture.js';
import type { Requests } from '../signalling/requests.js';
import type { LocalTrackView, Notice } from '../state/active-call-state.js';
import { isVideoSource, limitsUnder } from './encodings.js';
import { LocalTrack } from './local-track.js';
import type { PeerMedia } from './peer-media.js';

export interface LocalMediaListener {
  changed(): void;
  notice(notice: Notice): void;
  /** The browser's own "stop sharing", or the end of what was shared. */
  screenEnded(): void;
}

/** Causes of commands that a publisher should know of; the others follow from its own choice or cost nobody anything. */
const LIMITING: ReadonlySet<string> = new Set(['SEND_LOSS', 'HOST_LOAD', 'RECEIVERS_LIMITED']);

/** What one publishes: it stays through reconnections, and is published again on each new peer. */
export class LocalMedia {
  readonly #tracks = new Map<TrackSource, LocalTrack>();
  #peer: PeerMedia | undefined;
  #views: Readonly<Partial<Record<TrackSource, LocalTrackView>>> = {};

  constructor(
    private readonly requests: Requests,
    private readonly videoCodec: VideoCodec,
    private sendProfile: QualityProfile,
    private readonly listener: LocalMediaListener,
  ) {}

  get views(): Readonly<Partial<Record<TrackSource, LocalTrackView>>> {
    return this.#views;
  }

  /** The peer is gone, and with it what was published on it. */
  detach(): void {
    this.#peer = undefined;
    for (const track of this.#tracks.values()) track.forgetPeer();
    this.#changed();
  }

  /** Publishes everything on a new peer, screens excepted: those need the call's leave again. */
  attach(peer: PeerMedia): void {
    this.#peer = peer;
    for (const track of this.#tracks.values()) {
      if (track.source === 'SCREEN' || track.source === 'SCREEN_AUDIO') continue;
      // What the server refuses is told by a notice.
      this.#publish(track).catch(() => undefined);
    }
    this.#changed();
  }

  /**
   * Publishes a captured track, in the place of the one there was.
   *
   * @throws CallError SOURCE_NOT_ALLOWED, MUTED_BY_HOST, SCREEN_SHARE_TAKEN
   */
  async add(source: TrackSource, mediaTrack: MediaStreamTrack, muted: boolean): Promise<void> {
    const existing = this.#tracks.get(source);
    if (existing) {
      await this.replace(source, mediaTrack);
      return this.setMuted(source, muted);
    }
    const track = new LocalTrack(source, mediaTrack, muted, (lost) => void this.#lost(lost));
    this.#tracks.set(source, track);
    this.#changed();
    await this.#publish(track);
  }

  /** Publishes again what a new peer does not have. */
  async publishAgain(source: TrackSource): Promise<void> {
    const track = this.#tracks.get(source);
    if (track) await this.#publish(track);
  }

  /** Stops capturing and publishing. */
  async remove(source: TrackSource): Promise<void> {
    const track = this.#tracks.get(source);
    if (!track) return;
    const { trackId } = track;
    this.#forget(track);
    if (trackId === undefined) return;
    try {
      await this.requests.send('unpublish', { trackId });
    } catch (error) {
      if (reasonOf(error) !== 'TRACK_NOT_FOUND') throw error;
    }
  }

  /** Mutes or unmutes: here at once, at the server as soon as it can be reached. Throws DeviceError for a camera in use. */
  async setMuted(source: TrackSource, muted: boolean): Promise<void> {
    const track = this.#tracks.get(source);
    if (!track) return;
    if (!muted && track.mutedByHost) throw new CallError('MUTED_BY_HOST', 'The host muted you.');
    this.#setMutedHere(track, muted);
    if (!muted && !track.mediaTrack) await this.#captureAgain(track);
    await this.#tellMuted(track);
  }

  /** Sends another captured track in the place of the present one, keeping its mute state. */
  async replace(source: TrackSource, mediaTrack: MediaStreamTrack, deviceId?: string): Promise<void> {
    const track = this.#tracks.get(source);
    if (!track) {
      mediaTrack.stop();
      return;
    }
    await track.publication?.producer.replaceTrack({ track: mediaTrack });
    track.setMediaTrack(mediaTrack);
    track.deviceId = deviceId ?? mediaTrack.getSettings().deviceId;
    void track.publication?.limits?.apply();
    this.#changed();
  }

  /** Captures from another device. A camera that is off takes note of it. Throws DeviceError. */
  async switchDevice(source: 'MICROPHONE' | 'CAMERA', deviceId: string): Promise<void> {
    const track = this.#tracks.get(source);
    if (track && !track.mediaTrack) {
      track.deviceId = deviceId;
      this.#changed();
    } else {
      await this.replace(source, await this.#capture(source, deviceId), deviceId);
    }
  }

  setSendProfile(profile: QualityProfile): void {
    this.sendProfile = profile;
    this.#limit();
  }

  command(command: PublisherCommand): void {
    this.#peer?.publications.command(command);
    const track = [...this.#tracks.values()].find(({ trackId }) => trackId === command.trackId);
    if (!track) return;
    track.sendLimitedBy = LIMITING.has(command.cause) ? command.cause : null;
    this.#changed();
  }

  /** What the server has of one's own tracks: hosts mute, and rights may be withdrawn. */
  reconcile(tracks: ReadonlyMap<string, Track>): void {
    for (const local of [...this.#tracks.values()]) {
      if (local.trackId === undefined) continue;
      const known = tracks.get(local.trackId);
      if (known) local.listed = true;
      if (!known && !local.listed) continue;
      if (!known) {
        this.#forget(local);
        this.listener.notice({ type: 'PUBLISHING_REFUSED', source: local.source, reason: 'SOURCE_NOT_ALLOWED' });
      } else if (known.mutedByHost !== local.mutedByHost) {
        local.mutedByHost = known.mutedByHost;
        if (known.mutedByHost) {
          local.mutedAtServer = true;
          this.#setMutedHere(local, true);
        }
        this.#changed();
      }
    }
  }

  /** Releases every device. */
  stop(): void {
    for (const track of [...this.#tracks.values()]) this.#forget(track);
  }

  async #publish(track: LocalTrack): Promise<void> {
    const peer = this.#peer;
    const { mediaTrack, source } = track;
    if (!peer || !mediaTrack) return;
    const muted = track.muted;
    try {
      const sources = [...this.#tracks.keys()];
      const limits = limitsUnder(this.sendProfile, this.videoCodec, isVideoSource(source) ? source : 'CAMERA', sources);
      const publication = await peer.publications.add({ source, mediaTrack, muted, codec: this.videoCodec, limits });
      track.publication = publication;
      track.mutedAtServer = muted;
      this.#limit();
      const published = await publication.published;
      if (this.#peer !== peer || this.#tracks.get(source) !== track) return;
      track.trackId = published.id;
      track.mutedByHost = published.mutedByHost;
      this.#changed();
      await this.#tellMuted(track);
    } catch (error) {
      if (this.#peer !== peer || reasonOf(error) === 'CALL_CLOSED') return;
      this.#forget(track);
      this.listener.notice({ type: 'PUBLISHING_REFUSED', source, reason: reasonOf(error) ?? 'INTERNAL' });
      throw error;
    }
  }

  #setMutedHere(track: LocalTrack, muted: boolean): void {
    track.muted = muted;
    const producer = track.publication?.producer;
    if (muted) producer?.pause();
    else producer?.resume();
    if (track.mediaTrack) track.mediaTrack.enabled = !muted;
    if (muted && track.releasesDevice && track.mediaTrack) {
      void producer?.replaceTrack({ track: null });
      track.setMediaTrack(undefined);
    }
    this.#changed();
  }

  async #captureAgain(track: LocalTrack): Promise<void> {
    if (track.capturing) return;
    track.capturing = true;
    try {
      const mediaTrack = await this.#capture('CAMERA', track.deviceId);
      // Muted again, or taken away, while the camera was starting.
      if (track.muted || this.#tracks.get(track.source) !== track) return mediaTrack.stop();
      if (track.publication) await this.replace(track.source, mediaTrack, track.deviceId);
      else {
        track.setMediaTrack(mediaTrack);
        await this.#publish(track);
      }
    } catch (error) {
      this.#setMutedHere(track, true);
      throw error;
    } finally {
      track.capturing = false;
    }
  }

  async #tellMuted(track: LocalTrack): Promise<void> {
    while (track.trackId !== undefined && track.mutedAtServer !== track.muted) {
      const { trackId, muted } = track;
      // Before the answer, so that a second change meanwhile is told after this one, once.
      track.mutedAtServer = muted;
      try {
        await this.requests.send('setTrackMuted', { trackId, muted });
      } catch (error) {
        if (track.trackId !== trackId) return;
        track.mutedAtServer = !muted;
        if (!muted) this.#setMutedHere(track, true);
        throw error;
      }
    }
  }

  /** The device went away under a track: within a second another takes its place, with the same mute state. */
  async #lost(track: LocalTrack): Promise<void> {
    const { source } = track;
    if (source === 'SCREEN' || source === 'SCREEN_AUDIO') {
      if (source === 'SCREEN') this.listener.screenEnded();
      return;
    }
    try {
      const mediaTrack = await this.#capture(source, undefined);
      await this.replace(source, mediaTrack);
      this.listener.notice({ type: 'DEVICE_LOST', source, replacement: mediaTrack.label });
    } catch {
      // Nothing else can be captured: the participant goes on without.
      this.listener.notice({ type: 'DEVICE_LOST', source, replacement: undefined });
      await this.remove(source);
    }
  }

  #capture(source: 'MICROPHONE' | 'CAMERA', deviceId: string | undefined): Promise<MediaStreamTrack> {
    return source === 'MICROPHONE'
      ? captureMicrophone({ deviceId })
      : captureCamera({ deviceId, sendProfile: this.sendProfile });
  }

  /** The cap is shared out among the videos that are sent. */
  #limit(): void {
    const sources = [...this.#tracks.keys()];
    for (const { source, publication } of this.#tracks.values()) {
      if (isVideoSource(source)) {
        publication?.limits?.setOwn(limitsUnder(this.sendProfile, this.videoCodec, source, sources));
      }
    }
  }

  #forget(track: LocalTrack): void {
    this.#tracks.delete(track.source);
    if (track.publication) this.#peer?.publications.remove(track.source);
    track.setMediaTrack(undefined);
    this.#limit();
    this.#changed();
  }

  #changed(): void {
    this.#views = Object.fromEntries([...this.#tracks.values()].map((track) => [track.source, track.view()]));
    this.listener.changed();
  }
}
