import type { ParticipantRole, QualityProfile, RequestName, RequestOf, TrackSource } from '@videocall/signalling';
import { captureCamera, captureMicrophone } from '../devices/capture.js';
import { HotPlug } from '../devices/hot-plug.js';
import { newId } from '../ids.js';
import { MutedSpeech } from '../media/muted-speech.js';
import { attachVideo } from '../media/video-attachment.js';
import type { ActiveCallState, Notice } from '../state/active-call-state.js';
import type { CallStatistics } from '../statistics/call-statistics.js';
import type { ReadableStore } from '../store.js';
import type { CallCore } from './call-core.js';
import { clearReloadRecord, saveReloadRecord } from './reload-record.js';

/** How long leaving waits for the server's word. */
const LEAVE_TIMEOUT_MS = 2000;

/**
 * A call one is in. What is to be shown is in `getState()`; commands return when the server has done them, and throw a
 * `CallError` with its reason where it refuses. While the connection is away they wait.
 */
export class ActiveCall implements ReadableStore<ActiveCallState> {
  readonly getState: () => ActiveCallState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Loudness by participant id in dBov (−127 to 0, RFC 6464), several times a second; those who are not named are silent. */
  readonly audioLevels: ReadableStore<ReadonlyMap<string, number>>;
  /** What the browser measures, every two seconds while it is watched. */
  readonly statistics: ReadableStore<CallStatistics | undefined>;
  readonly #core: CallCore;
  readonly #notices = new Set<(notice: Notice) => void>();
  readonly #hotPlug: HotPlug | undefined;
  readonly #remember = () => this.#saveForReload();
  readonly #mutedSpeech: MutedSpeech | undefined;
  #speakerId = '';

  constructor(core: CallCore) {
    this.#core = core;
    this.getState = core.store.getState;
    this.subscribe = core.store.subscribe;
    this.audioLevels = core.audioLevels;
    this.statistics = core.statistics.watched;
    core.onNotice = (notice) => this.#tell(notice);
    core.onLocalChanged = () => this.#localChanged();
    core.onEnded = () => this.#ended();
    if (typeof window === 'undefined') return;
    this.#mutedSpeech = new MutedSpeech(() => this.#tell({ type: 'TALKING_WHILE_MUTED' }));
    this.#hotPlug = new HotPlug({
      local: (source) => this.getState().local[source],
      added: (device) => this.#tell({ type: 'DEVICE_ADDED', device }),
      // The next loss of the device, if it comes to that, is told by a notice.
      followDefault: () => void this.switchDevice('MICROPHONE', 'default').catch(() => undefined),
    });
    window.addEventListener('pagehide', this.#remember);
    this.#localChanged();
  }

  get id(): string {
    return this.getState().call.id;
  }

  /** Tells what happened, each once. Returns the function that ends it. */
  onNotice(listener: (notice: Notice) => void): () => void {
    this.#notices.add(listener);
    return () => this.#notices.delete(listener);
  }

  /** The media of a track, own or received, if there is any now. */
  getTrack(trackId: string): MediaStreamTrack | undefined {
    const { self, others } = this.getState();
    for (const { tracks } of [self, ...others]) {
      const track = tracks.find(({ id }) => id === trackId);
      if (track) return track.mediaTrack;
    }
    return undefined;
  }

  /** Shows a video track in an element and tells the server at what size. Returns the function that ends it. */
  attach(trackId: string, element: HTMLVideoElement): () => void {
    return attachVideo(element, {
      getTrack: () => this.getTrack(trackId),
      subscribe: this.subscribe,
      shown: (size) => this.#core.viewport.set(trackId, element, size),
    });
  }

  /**
   * Tells at what size a video is shown, for those who do not use `attach`.
   *
   * @param size in device pixels; `undefined`: not shown, so that it is not sent
   */
  setViewport(trackId: string, size: { readonly width: number; readonly height: number } | undefined): void {
    this.#core.viewport.set(trackId, this, size);
  }

  /** Publishes a microphone: the given track, or the chosen or default device's. Throws DeviceError. */
  async publishMicrophone(
    options: { readonly track?: MediaStreamTrack; readonly deviceId?: string } = {},
  ): Promise<void> {
    await this.#core.local.add('MICROPHONE', options.track ?? (await captureMicrophone(options)), false);
  }

  /** Publishes a camera: the given track, or the chosen or default device's. Throws DeviceError. */
  async publishCamera(options: { readonly track?: MediaStreamTrack; readonly deviceId?: string } = {}): Promise<void> {
    const { sendProfile } = this.#core.manners;
    await this.#core.local.add('CAMERA', options.track ?? (await captureCamera({ ...options, sendProfile })), false);
  }

  /** Asks what to show, and shares it. To be called from a click. Throws DeviceError; CallError SCREEN_SHARE_TAKEN. */
  async startScreenShare(): Promise<void> {
    const { screenSharerId, self } = this.getState();
    await this.#core.screenShare.start(screenSharerId === self.id ? null : screenSharerId);
  }

  async stopScreenShare(): Promise<void> {
    await this.#core.screenShare.stop();
  }

  /** Stops capturing and publishing. */
  async unpublish(source: 'MICROPHONE' | 'CAMERA'): Promise<void> {
    await this.#core.local.remove(source);
  }

  /**
   * Mutes or unmutes: at once here, and at the server as soon as it can be reached. A muted camera is released.
   * Throws DeviceError where a camera cannot be had again; CallError MUTED_BY_HOST.
   */
  async setMuted(source: TrackSource, muted: boolean): Promise<void> {
    await this.#core.local.setMuted(source, muted);
  }

  /** Captures from another device, or plays on another speaker. Throws DeviceError. */
  async switchDevice(kind: 'MICROPHONE' | 'CAMERA' | 'SPEAKER', deviceId: string): Promise<void> {
    if (kind === 'SPEAKER') {
      await this.#core.playback.setSpeaker(deviceId);
      this.#speakerId = deviceId;
      this.#saveForReload();
    } else {
      await this.#core.local.switchDevice(kind, deviceId);
    }
  }

  /** @param volume 0 to 1, of one participant, for this listener alone */
  setVolume(participantId: string, volume: number): void {
    this.#core.playback.setVolume(participantId, volume);
  }

  /** Plays what the browser blocked. To be called from a click. */
  async startPlayback(): Promise<void> {
    await this.#core.playback.start();
  }

  /** Chooses quality profiles (MEDIA-3); what is not named stays. */
  async setProfiles(profiles: {
    readonly sendProfile?: QualityProfile;
    readonly receiveProfile?: QualityProfile;
  }): Promise<void> {
    this.#core.manners = { ...this.#core.manners, ...profiles };
    if (profiles.sendProfile) this.#core.local.setSendProfile(profiles.sendProfile);
    await this.#mutate('setQualityProfile', profiles);
  }

  async setHandRaised(raised: boolean): Promise<void> {
    await this.#mutate('setHandRaised', { raised });
  }

  /** Sends a chat message. It is in the state at once; a failure shows there, with the message. */
  async sendChat(text: string): Promise<void> {
    await this.#core.chat.send(text, this.getState().self);
  }

  async retryChatMessage(id: string): Promise<void> {
    await this.#core.chat.retry(id);
  }

  /** Hosts: mutes somebody, or allows them to unmute again. Throws CallError HOST_ONLY. */
  async muteParticipant(participantId: string, source: TrackSource, muted: boolean): Promise<void> {
    await this.#mutate('muteParticipant', { participantId, source, muted });
  }

  /** Hosts: asks; nobody unmutes another. */
  async askToUnmute(participantId: string, source: TrackSource): Promise<void> {
    await this.#mutate('askToUnmute', { participantId, source });
  }

  async removeParticipant(participantId: string): Promise<void> {
    await this.#mutate('removeParticipant', { participantId });
  }

  async setParticipantRole(participantId: string, role: ParticipantRole): Promise<void> {
    await this.#mutate('setParticipantRole', { participantId, role });
  }

  async setLocked(locked: boolean): Promise<void> {
    await this.#mutate('setCallLocked', { locked });
  }

  /**
   * Hosts: has the call recorded; everybody sees it in `call.recording`. Throws CallError HOST_ONLY, RECORDING_ACTIVE,
   * RECORDING_LIMIT, RECORDER_UNAVAILABLE, DISK_FULL, CALL_ENCRYPTED.
   */
  async startRecording(): Promise<void> {
    await this.#mutate('startRecording', {});
  }

  /** Hosts: ends the recording. Nothing changes where there is none. */
  async stopRecording(): Promise<void> {
    await this.#mutate('stopRecording', {});
  }

  /** Hosts: ends the call for everybody. */
  async endForAll(): Promise<void> {
    await this.#mutate('endCall', {});
  }

  /** Leaves. Never fails: what the server did not hear it learns by the closed connection. */
  async leave(): Promise<void> {
    await this.#core.leave(LEAVE_TIMEOUT_MS);
  }

  /** What the browser measures now; rates are over the time since the sample before. */
  getStatistics(): Promise<CallStatistics | undefined> {
    return this.#core.statistics.sample();
  }

  async #mutate<N extends RequestName>(name: N, request: Omit<RequestOf<N>, 'requestId'>): Promise<void> {
    await this.#core.requests.send(name, { ...request, requestId: newId('req') } as RequestOf<N>);
  }

  #tell(notice: Notice): void {
    for (const listener of [...this.#notices]) listener(notice);
  }

  #localChanged(): void {
    const microphone = this.#core.local.views.MICROPHONE;
    this.#mutedSpeech?.watch(microphone?.muted ? microphone.mediaTrack : undefined);
    this.#saveForReload();
  }

  #saveForReload(): void {
    const { call, self, connection } = this.getState();
    const local = this.#core.local.views;
    if (connection.phase === 'ENDED') return;
    const kept = (source: 'MICROPHONE' | 'CAMERA') => {
      const track = local[source];
      return track && { muted: track.muted, deviceId: track.deviceId };
    };
    const { sendProfile, receiveProfile } = this.#core.manners;
    saveReloadRecord({
      callId: call.id,
      participantId: self.id,
      resumeToken: this.#core.resumeToken,
      displayName: self.displayName,
      sendProfile,
      receiveProfile,
      microphone: kept('MICROPHONE'),
      camera: kept('CAMERA'),
      speakerId: this.#speakerId,
      savedAt: Date.now(),
    });
  }

  #ended(): void {
    this.#mutedSpeech?.watch(undefined);
    this.#hotPlug?.stop();
    if (typeof window !== 'undefined') window.removeEventListener('pagehide', this.#remember);
    clearReloadRecord();
  }
}
