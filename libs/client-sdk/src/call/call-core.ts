import type { VideoCodec } from '@videocall/quality-profiles';
import type { IceServer, Joined, Notification } from '@videocall/signalling';
import { reasonOf } from '../call-error.js';
import { newId } from '../ids.js';
import type { MediaEncryption } from '../encryption/media-encryption.js';
import type { LocalTrackInput } from '../join-options.js';
import { IceServers } from '../media/ice-servers.js';
import { LocalMedia } from '../media/local-media.js';
import type { MediaDevice } from '../media/media-device.js';
import type { PeerMedia } from '../media/peer-media.js';
import { Playback, type AudibleTrack } from '../media/playback.js';
import { Viewport } from '../media/viewport.js';
import { Requests } from '../signalling/requests.js';
import type { Signalling } from '../signalling/signalling.js';
import { Gate, wait } from '../signalling/wait.js';
import type { ActiveCallState, ConnectionPhase, Notice } from '../state/active-call-state.js';
import type { CallFacts } from '../state/call-facts.js';
import { CallModel } from '../state/call-model.js';
import { composeState } from '../state/compose-state.js';
import { StatisticsSampler } from '../statistics/statistics-sampler.js';
import { Store } from '../store.js';
import type { Admission, Entry, Manners } from './admission.js';
import { endOfExpulsion, type CallEnd } from './call-end.js';
import { ChatOutbox } from './chat-outbox.js';
import { Handover } from './handover.js';
import { Lifeline } from './lifeline.js';
import { watchNetwork } from './network-watch.js';
import { noticeOf } from './notices.js';
import { PeerOwner } from './peer-owner.js';
import { ScreenShare } from './screen-share.js';

/** Between two snapshots where one did not close the gap. */
const SNAPSHOT_PAUSE_MS = 250;
/** After so many, what waits belongs to no snapshot that will come. */
const MOST_SNAPSHOTS = 4;

export interface CoreOptions {
  readonly signalling: Signalling;
  readonly admission: Admission;
  readonly manners: Manners;
  readonly videoCodec: VideoCodec;
  /** Of a call with end-to-end encryption. */
  readonly encryption: MediaEncryption | undefined;
  readonly microphone: LocalTrackInput | undefined;
  readonly camera: LocalTrackInput | undefined;
  /** ICE servers with new credentials. */
  readonly fetchIceServers: () => Promise<readonly IceServer[]>;
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
  readonly #iceServers: IceServers;
  readonly #peers: PeerOwner;
  readonly #stopNetworkWatch: () => void;
  #joined: Joined;
  #mediaDevice: MediaDevice;
  #phase: ConnectionPhase = { phase: 'CONNECTING' };
  #playbackBlocked = false;
  #takingSnapshot = false;
  #composing = false;
  #moving = false;
  #handover: Handover | undefined;

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
      // The server learns it by the end of the track, whatever becomes of the request.
      screenEnded: () => void this.screenShare.stop().catch(() => undefined),
    });
    this.#iceServers = new IceServers(entry.joined.iceServers, options.fetchIceServers);
    this.#peers = new PeerOwner(this.requests, this.local, this.#iceServers, options.encryption, {
      received: () => this.#factsChanged(),
      subscriptionFailed: (trackId, message) => this.onNotice({ type: 'SUBSCRIPTION_FAILED', trackId, message }),
      connected: (connected) => this.#lifeline.mediaChanged(connected),
      lost: () => this.#lifeline.peerLost(),
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
    this.statistics = new StatisticsSampler(async () => this.#peers.current?.reports(), {
      sent: (mid) => this.#peers.current?.publications.sourceOf({ mid }),
      received: (mid) => {
        const subscription = this.#model.facts.subscriptions.get(this.#peers.current?.subscriptionOfMid(mid) ?? '');
        return subscription?.trackId;
      },
    });
    this.store = new Store(this.#composed(undefined));
    if (options.encryption) options.encryption.onChanged = () => this.#compose();
    this.#stopNetworkWatch = watchNetwork((what) => {
      this.#lifeline.hurry();
      // The addresses may be others now. A connection that is dead without knowing it shows by not answering.
      if (what !== 'OFFLINE') this.#peers.restartIce();
    });
    this.#publishAtFirst(entry.joined);
    this.#gate.open();
    this.#enter(entry);
    options.signalling.listen({
      notified: (notification) => this.#notified(notification),
      lost: () => {
        this.#model.interrupt();
        this.#lifeline.signallingLost();
      },
    });
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
    this.#peers.abandon();
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
    this.#iceServers.take(joined.iceServers);
    const before = this.#peers.current;
    const isSame = before?.id === joined.media.peerId;
    if (!isSame) this.#endHandover();
    const peer = isSame ? undefined : this.#peers.open(mediaDevice, joined);
    this.#model.take(joined);
    if (peer) void this.#publishOn(peer, before !== undefined);
    this.#peers.update();
    this.onLocalChanged();
  }

  /** The call goes on at another media server: one enters there, and leaves here once everything comes from there. */
  async #move(): Promise<void> {
    if (this.#moving || this.#handover || this.#phase.phase === 'ENDED') return;
    this.#moving = true;
    try {
      const former = this.#peers.current;
      const entry = await this.options.admission.move(this.resumeToken, this.manners);
      if (former && this.#peers.current === former) this.#handOver(former, entry);
    } catch {
      // Media goes on as it is. The server asks again, and tells if it has to end it.
    } finally {
      this.#moving = false;
    }
  }

  #handOver(former: PeerMedia, { joined, mediaDevice }: Entry): void {
    const { facts } = this.#model;
    this.#joined = joined;
    this.#mediaDevice = mediaDevice;
    this.#iceServers.take(joined.iceServers);
    const peer = this.#peers.moveTo(mediaDevice, joined);
    this.#handover = new Handover({ peer: former, facts }, peer, this.selfId, () => this.#model.facts, {
      changed: () => this.#factsChanged(),
      done: () => {
        this.#endHandover();
        this.#peers.closeFormer();
        this.#factsChanged();
        // Unheard, the server closes it a little later.
        this.requests.send('closeFormerPeer', {}).catch(() => undefined);
      },
    });
    this.#model.moveTo(joined);
    void this.#publishOn(peer, true);
    this.onLocalChanged();
  }

  #endHandover(): void {
    this.#handover?.stop();
    this.#handover = undefined;
  }

  /** What is to be shown and heard. */
  get #shown(): CallFacts {
    return this.#handover?.shown() ?? this.#model.facts;
  }

  async #publishOn(peer: PeerMedia, again: boolean): Promise<void> {
    if (!(await this.#peers.publishOn(peer)) || !again) return;
    this.viewport.tellAgain();
    await this.screenShare.restore();
  }

  #createLifeline(): Lifeline {
    const { signalling, admission } = this.options;
    return new Lifeline({
      offline: () => navigator.onLine === false,
      connected: () => signalling.connected,
      connect: () => signalling.connect(),
      resume: async () => {
        const joined = await signalling.attempt('resume', { resumeToken: this.resumeToken });
        this.#enter({ joined, mediaDevice: this.#mediaDevice });
      },
      rejoin: async () => {
        // What is told from now on is of the next peer, whose media counts its own revisions.
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
      case 'maintenanceChanged':
        return this.onNotice({ type: 'MAINTENANCE_CHANGED', maintenance: body.maintenance });
      case 'snapshotNeeded':
        return void this.#takeSnapshot();
      case 'moveAsked':
        return void this.#move();
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
      for (let taken = 1; ; taken += 1) {
        const snapshot = await this.requests.send('snapshot', {});
        if (taken >= MOST_SNAPSHOTS) this.#model.interrupt();
        this.#model.take(snapshot);
        if (!this.#model.gap) break;
        await wait(SNAPSHOT_PAUSE_MS, this.#lifeline.ended);
      }
    } catch (error) {
      if (reasonOf(error) !== 'CALL_CLOSED') this.#lifeline.peerLost();
    } finally {
      this.#takingSnapshot = false;
    }
  }

  /** Media follows the facts: subscriptions are opened and closed, sound is played, hosts mute. */
  #factsChanged(): void {
    const { facts } = this.#model;
    void this.#peers.current?.reconcile(facts.subscriptions, facts.tracks);
    this.local.reconcile(facts.tracks);
    this.viewport.forget(new Set([...facts.tracks.keys(), ...this.#shown.tracks.keys()]));
    this.playback.play(this.#audible());
    this.#peers.update();
    this.#compose();
  }

  #audible(): readonly AudibleTrack[] {
    const facts = this.#shown;
    return [...facts.subscriptions.values()].flatMap(({ id, kind, trackId }) => {
      const mediaTrack = kind === 'audio' ? this.#receivedTrack(id) : undefined;
      const participantId = facts.tracks.get(trackId)?.participantId;
      return mediaTrack && participantId !== undefined ? [{ trackId, participantId, mediaTrack }] : [];
    });
  }

  #receivedTrack(subscriptionId: string): MediaStreamTrack | undefined {
    return this.#peers.current?.receivedTrack(subscriptionId) ?? this.#handover?.receivedTrack(subscriptionId);
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
        facts: this.#shown,
        selfId: this.selfId,
        connection: this.#phase,
        local: this.local.views,
        outbox: this.chat.entries,
        playbackBlocked: this.#playbackBlocked,
        encryption: this.options.encryption,
        receivedTrack: (subscriptionId) => this.#receivedTrack(subscriptionId),
      },
      previous,
    );
  }

  #close(): void {
    this.#stopNetworkWatch();
    this.#endHandover();
    this.viewport.stop();
    this.statistics.stop();
    this.#peers.close();
    this.local.stop();
    this.playback.stop();
    this.options.encryption?.stop();
    this.options.signalling.close();
    this.onEnded();
  }
}
