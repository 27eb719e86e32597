import type { VideoCodec } from '@videocall/quality-profiles';
import type { Joined, Notification, TransportDirection } from '@videocall/signalling';
import { reasonOf } from '../call-error.js';
import { newId } from '../ids.js';
import type { LocalTrackInput } from '../join-options.js';
import { LocalMedia } from '../media/local-media.js';
import type { MediaDevice } from '../media/media-device.js';
import { MediaWatch } from '../media/media-watch.js';
import { PeerMedia } from '../media/peer-media.js';
import { Playback, type AudibleTrack } from '../media/playback.js';
import { Viewport } from '../media/viewport.js';
import { Requests } from '../signalling/requests.js';
import type { Signalling } from '../signalling/signalling.js';
import { Gate, wait } from '../signalling/wait.js';
import type { ActiveCallState, ConnectionPhase, Notice } from '../state/active-call-state.js';
import { CallModel } from '../state/call-model.js';
import { composeState } from '../state/compose-state.js';
import { StatisticsSampler } from '../statistics/statistics-sampler.js';
import { Store } from '../store.js';
import { mark } from '../timing.js';
import type { Admission, Entry, Manners } from './admission.js';
import { endOfExpulsion, type CallEnd } from './call-end.js';
import { ChatOutbox } from './chat-outbox.js';
import { Lifeline } from './lifeline.js';
import { watchNetwork } from './network-watch.js';
import { noticeOf } from './notices.js';
import { ScreenShare } from './screen-share.js';

/** ICE restarts must not wait for a dead connection as long as other requests. */
const RESTART_TIMEOUT_MS = 3000;
/** Between two snapshots where one did not close the gap. */
const SNAPSHOT_PAUSE_MS = 250;

export interface CoreOptions {
  readonly signalling: Signalling;
  readonly admission: Admission;
  readonly manners: Manners;
  readonly videoCodec: VideoCodec;
  readonly microphone: LocalTrackInput | undefined;
  readonly camera: LocalTrackInput | undefined;
  /** ICE servers with credentials that are valid now. */
  readonly freshIceServers: () => Promise<MediaDevice['configuration']['iceServers']>;
}

/** Holds the parts of a call together: what comes from the server, what goes there, and what is shown. */
export class CallCore {
  readonly audioLevels = new Store<ReadonlyMap<string, number>>(new Map());
  readonly store: Store<ActiveCallState>;
  readonly requests: Requests;
  readonly local: LocalMedia;
  readonly screenShare: ScreenShare;
  readonly chat: ChatOutbox;
  readonly viewport: Viewport;
  readonly statistics: StatisticsSampler;
  readonly playback: Playback;
  manners: Manners;
  onNotice: (notice: Notice) => void = () => undefined;
  onEnded: () => void = () => undefined;
  onLocalChanged: () => void = () => undefined;
  readonly #gate = new Gate();
  readonly #lifeline: Lifeline;
  readonly #model: CallModel;
  readonly #stopNetworkWatch: () => void;
  #joined: Joined;
  #mediaDevice: MediaDevice;
  #peer: PeerMedia | undefined;
  #peerEnded = new AbortController();
  #watch: MediaWatch | undefined;
  #phase: ConnectionPhase = { phase: 'CONNECTING' };
  #playbackBlocked = false;
  #takingSnapshot = false;
  #composing = false;

  constructor(
    entry: Entry,
    private readonly options: CoreOptions,
  ) {
    this.#joined = entry.joined;
    this.#mediaDevice = entry.mediaDevice;
    this.manners = options.manners;
    this.#lifeline = this.#createLifeline();
    this.requests = new Requests(options.signalling, this.#gate, this.#lifeline.ended);
    this.#model = new CallModel(entry.joined, {
      changed: () => this.#factsChanged(),
      applied: (notification, before) => {
        const notice = noticeOf(notification, before, this.selfId);
        if (notice) this.onNotice(notice);
        this.#follow(notification);
      },
      snapshotNeeded: () => void this.#takeSnapshot(),
    });
    this.local = new LocalMedia(this.requests, options.videoCodec, this.manners.sendProfile, {
      changed: () => {
        this.#compose();
        this.onLocalChanged();
      },
      notice: (notice) => this.onNotice(notice),
      screenEnded: () => void this.screenShare.stop().catch(() => undefined),
    });
    this.screenShare = new ScreenShare(this.requests, this.local);
    this.chat = new ChatOutbox(this.requests, {
      changed: () => this.#compose(),
      sent: (message) => this.#model.addMessage(message),
    });
    this.viewport = new Viewport((request) => this.requests.send('setViewport', request));
    this.playback = new Playback((blocked) => {
      this.#playbackBlocked = blocked;
      this.#compose();
    });
    this.statistics = new StatisticsSampler(async () => this.#peer?.reports(), {
      sent: (mid) => this.#peer?.publications.sourceOf({ mid }),
      received: (mid) => {
        const subscription = this.#model.facts.subscriptions.get(this.#peer?.subscriptionOfMid(mid) ?? '');
        return subscription?.trackId;
      },
    });
    this.store = new Store(this.#composed(undefined));
    options.signalling.listener = {
      notified: (notification) => this.#notified(notification),
      lost: () => {
        this.#model.interrupt();
        this.#lifeline.signallingLost();
      },
    };
    this.#stopNetworkWatch = watchNetwork((what) => {
      this.#lifeline.hurry();
      if (what === 'PATH' || this.#phase.phase !== 'CONNECTED') this.#watch?.restartNow();
    });
    this.#publishAtFirst(entry.joined);
    this.#gate.open();
    this.#enter(entry);
  }

  get selfId(): string {
    return this.#joined.participantId;
  }

  get resumeToken(): string {
    return this.#joined.resumeToken;
  }

  finish(end: CallEnd): void {
    this.#lifeline.finish(end);
  }

  /** Tells the server, as far as it can be reached, and ends. */
  async leave(timeoutMs: number): Promise<void> {
    const { signalling } = this.options;
    this.#peerEnded.abort();
    // Whether or not it is heard, one is out; an unheard leave ends as a lost connection.
    const told = signalling.attempt('leave', { requestId: newId('req') }, timeoutMs).catch(() => undefined);
    this.local.stop();
    await told;
    this.finish({ reason: 'LEFT', canRejoin: true, refusal: undefined });
  }

  #publishAtFirst({ media }: Joined): void {
    const first = { MICROPHONE: this.options.microphone, CAMERA: this.options.camera } as const;
    for (const source of ['MICROPHONE', 'CAMERA'] as const) {
      const input = first[source];
      if (!input) continue;
      // Listeners publish nothing: the device is released.
      if (media.allowedSources.includes(source)) void this.local.add(source, input.track, input.muted ?? false);
      else input.track.stop();
    }
  }

  /** Takes a join's or a resume's reply: everything anew where the peer is another, otherwise what changed. */
  #enter({ joined, mediaDevice }: Entry): void {
    this.#joined = joined;
    this.#mediaDevice = mediaDevice;
    const again = this.#peer !== undefined;
    const peer = this.#peer?.id === joined.media.peerId ? undefined : this.#openPeer(mediaDevice, joined);
    this.#model.take(joined);
    if (peer) void this.#publishOn(peer, again);
    this.#watch?.update();
    this.onLocalChanged();
  }

  /** Publishes once what is received is on its way: one waits for others' pictures more than for one's own. */
  async #publishOn(peer: PeerMedia, again: boolean): Promise<void> {
    await peer.opened;
    if (this.#peer !== peer || this.#lifeline.ended.aborted) return;
    this.local.attach(peer);
    this.#watch = this.#watchMedia(peer, this.#peerEnded.signal);
    this.#watch.update();
    if (!again) return;
    this.viewport.tellAgain();
    await this.screenShare.restore();
  }

  #openPeer({ device, configuration }: MediaDevice, joined: Joined): PeerMedia {
    this.#closePeer();
    this.local.detach();
    const { signal } = (this.#peerEnded = new AbortController());
    const peer = new PeerMedia(
      device,
      configuration.iceServers,
      joined.media,
      {
        connect: (request) => this.requests.send('connectMedia', request, { signal }),
        resumeSubscriptions: (request) => this.requests.send('resumeSubscriptions', request, { signal }),
      },
      {
        received: () => this.#factsChanged(),
        transportChanged: () => this.#watch?.update(),
        subscriptionFailed: (trackId, error) =>
          this.onNotice({
            type: 'SUBSCRIPTION_FAILED',
            trackId,
            message: error instanceof Error ? error.message : String(error),
          }),
        connectFailed: () => {
          if (!signal.aborted) this.#lifeline.peerLost();
        },
      },
    );
    this.#peer = peer;
    return peer;
  }

  #watchMedia(peer: PeerMedia, signal: AbortSignal): MediaWatch {
    return new MediaWatch(peer, {
      requestRestart: async (directions: TransportDirection[]) => {
        await peer.useIceServers(await this.options.freshIceServers());
        return this.requests.send('restartIce', { directions }, { signal, timeoutMs: RESTART_TIMEOUT_MS });
      },
      changed: (connected) => {
        if (connected) mark('mediaConnected');
        this.#lifeline.mediaChanged(connected);
      },
      hopeless: () => this.#lifeline.peerLost(),
    });
  }

  #closePeer(): void {
    this.#watch?.stop();
    this.#peerEnded.abort();
    this.#peer?.close();
  }

  #createLifeline(): Lifeline {
    const { signalling, admission } = this.options;
    return new Lifeline({
      connected: () => signalling.connected,
      connect: () => signalling.connect(),
      resume: async () => {
        const joined = await signalling.attempt('resume', { resumeToken: this.resumeToken });
        this.#enter({ joined, mediaDevice: this.#mediaDevice });
      },
      rejoin: async () => {
        this.#model.interrupt();
        this.#enter(await admission.enterAgain(this.resumeToken, this.manners));
      },
      setOpen: (open) => (open ? this.#gate.open() : this.#gate.close()),
      phaseChanged: (phase) => {
        this.#phase = phase;
        this.#compose();
        if (phase.phase === 'ENDED') this.#close();
      },
      reconnected: (afterMs) => this.onNotice({ type: 'RECONNECTED', afterMs }),
    });
  }

  #notified(notification: Notification): void {
    if (notification.plane !== 'passing') return this.#model.accept(notification);
    const { body } = notification;
    switch (body.type) {
      case 'audioLevels':
        return this.audioLevels.set(new Map(body.levels.map(({ participantId, dbov }) => [participantId, dbov])));
      case 'connectionQuality': {
        const { verdict, roundTripMs, lossPermille, jitterMs } = body;
        return this.#model.setQuality(body.participantId, { verdict, roundTripMs, lossPermille, jitterMs });
      }
      case 'publisherCommand':
        return this.local.command(body.command);
      case 'snapshotNeeded':
        return void this.#takeSnapshot();
      case 'expelled': {
        const end = endOfExpulsion(body.reason);
        return end ? this.finish(end) : this.#lifeline.peerLost();
      }
    }
  }

  /** What a fact of the call means for this participant's own part in it. */
  #follow({ body }: Notification): void {
    if (body.type === 'chatMessage') this.chat.heard(body.message);
    if (body.type === 'callEnded') this.finish({ reason: body.reason, canRejoin: false, refusal: undefined });
    if (body.type === 'participantLeft' && body.participantId === this.selfId) {
      const end = endOfExpulsion(body.reason);
      if (end) this.finish(end);
    }
  }

  async #takeSnapshot(): Promise<void> {
    if (this.#takingSnapshot) return;
    this.#takingSnapshot = true;
    try {
      do {
        this.#model.take(await this.requests.send('snapshot', {}));
        if (this.#model.gap) await wait(SNAPSHOT_PAUSE_MS, this.#lifeline.ended);
      } while (this.#model.gap);
    } catch (error) {
      if (reasonOf(error) !== 'CALL_CLOSED') this.#lifeline.peerLost();
    } finally {
      this.#takingSnapshot = false;
    }
  }

  /** Media follows the facts: subscriptions are opened and closed, sound is played, hosts mute. */
  #factsChanged(): void {
    const { facts } = this.#model;
    void this.#peer?.reconcile(facts.subscriptions, facts.tracks);
    this.local.reconcile(facts.tracks);
    this.viewport.forget(new Set(facts.tracks.keys()));
    this.playback.play(this.#audible());
    this.#watch?.update();
    this.#compose();
  }

  #audible(): readonly AudibleTrack[] {
    const { facts } = this.#model;
    return [...facts.subscriptions.values()].flatMap(({ id, kind, trackId }) => {
      const mediaTrack = kind === 'audio' ? this.#peer?.receivedTrack(id) : undefined;
      const participantId = facts.tracks.get(trackId)?.participantId;
      return mediaTrack && participantId !== undefined ? [{ trackId, participantId, mediaTrack }] : [];
    });
  }

  /** At most once a turn: one message may change many parts. */
  #compose(): void {
    if (this.#composing) return;
    this.#composing = true;
    queueMicrotask(() => {
      this.#composing = false;
      this.store.set(this.#composed(this.store.getState()));
    });
  }

  #composed(previous: ActiveCallState | undefined): ActiveCallState {
    return composeState(
      {
        facts: this.#model.facts,
        selfId: this.selfId,
        connection: this.#phase,
        local: this.local.views,
        outbox: this.chat.entries,
        playbackBlocked: this.#playbackBlocked,
        receivedTrack: (subscriptionId) => this.#peer?.receivedTrack(subscriptionId),
      },
      previous,
    );
  }

  #close(): void {
    this.#stopNetworkWatch();
    this.viewport.stop();
    this.statistics.stop();
    this.#closePeer();
    this.local.stop();
    this.playback.stop();
    this.options.signalling.close();
    this.onEnded();
  }
}
