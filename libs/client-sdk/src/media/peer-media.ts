import type {
  IceServer,
  MediaSnapshot,
  Subscription,
  Track,
  Transport,
  TransportDirection,
} from '@videocall/signalling';
import type { types } from 'mediasoup-client';
import type { MediaEncryption, PutTransform } from '../encryption/media-encryption.js';
import { ConnectBatch, type BatchSender } from './connect-batch.js';
import { Publications } from './publications.js';

export interface PeerMediaListener {
  /** A received track can be shown, or no longer. */
  received(): void;
  /** A transport's connection state changed. */
  transportChanged(): void;
  /** A track cannot be received. */
  subscriptionFailed(trackId: string, error: unknown): void;
  /** The server does not know the peer's transports, or did not take their parameters: another peer is needed. */
  connectFailed(): void;
}

export interface PeerMediaOptions {
  readonly device: types.Device;
  readonly iceServers: readonly IceServer[];
  readonly snapshot: MediaSnapshot;
  /** Of a call with end-to-end encryption. */
  readonly encryption: MediaEncryption | undefined;
  readonly participantId: string;
}

/**
 * One peer's media: its two transports, what it publishes and what it receives. A lost connection keeps it; a new peer (a
 * join anew) gets a new one.
 */
export class PeerMedia {
  readonly id: string;
  readonly publications: Publications;
  readonly #encryption: MediaEncryption | undefined;
  readonly #transports: Readonly<Record<TransportDirection, types.Transport>>;
  readonly #batches: Readonly<Record<TransportDirection, ConnectBatch>>;
  /** By subscription id; `undefined` while it is being made or where it failed. */
  readonly #consumers = new Map<string, types.Consumer | undefined>();
  #receiving = false;
  #opened: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(
    { device, iceServers, snapshot, encryption, participantId }: PeerMediaOptions,
    sender: BatchSender,
    private readonly listener: PeerMediaListener,
  ) {
    this.#encryption = encryption;
    this.id = snapshot.peerId;
    const batch = () => new ConnectBatch(sender, () => listener.connectFailed());
    this.#batches = { SEND: batch(), RECEIVE: batch() };
    const options = (direction: TransportDirection) => transportOptions(direction, snapshot.transports, iceServers);
    this.#transports = {
      SEND: device.createSendTransport(options('SEND')),
      RECEIVE: device.createRecvTransport(options('RECEIVE')),
    };
    for (const direction of ['SEND', 'RECEIVE'] as const) {
      const transport = this.#transports[direction];
      // Answered at once: the parameters travel in the batch, while ICE is already on its way.
      transport.on('connect', ({ dtlsParameters }, done) => {
        this.#batches[direction].addTransport(direction, dtlsParameters);
        done();
      });
      transport.on('connectionstatechange', () => listener.transportChanged());
    }
    this.publications = new Publications(this.#transports.SEND, device, this.#batches.SEND, (source) =>
      encryption?.ofSender(participantId, source),
    );
  }

  /** The states of the transports that are in use. */
  get connectionStates(): ReadonlyMap<TransportDirection, types.ConnectionState> {
    const states = new Map<TransportDirection, types.ConnectionState>();
    if (this.publications.begun) states.set('SEND', this.#transports.SEND.connectionState);
    if (this.#receiving) states.set('RECEIVE', this.#transports.RECEIVE.connectionState);
    return states;
  }

  /** Opens and closes, by id, so that exactly these subscriptions are received. Resolves when those opened can be shown. */
  async reconcile(subscriptions: ReadonlyMap<string, Subscription>, tracks: ReadonlyMap<string, Track>): Promise<void> {
    for (const [id, consumer] of this.#consumers) {
      if (subscriptions.has(id)) continue;
      this.#consumers.delete(id);
      consumer?.close();
    }
    this.#opened = this.#openAll(subscriptions, tracks);
    await this.#opened;
  }

  /** Settles when the subscriptions asked for last are negotiated here. */
  get opened(): Promise<void> {
    return this.#opened;
  }

  /** The received track of a subscription. */
  receivedTrack(subscriptionId: string): MediaStreamTrack | undefined {
    return this.#consumers.get(subscriptionId)?.track;
  }

  /** The subscription that a received media section (SDP `mid`) belongs to. */
  subscriptionOfMid(mid: string): string | undefined {
    for (const [id, consumer] of this.#consumers) if (consumer?.localId === mid) return id;
    return undefined;
  }

  async restartIce(direction: TransportDirection, iceParameters: Record<string, unknown>): Promise<void> {
    if (this.#closed) return;
    await this.#transports[direction].restartIce({ iceParameters: iceParameters as types.IceParameters });
  }

  async useIceServers(iceServers: readonly IceServer[]): Promise<void> {
    if (this.#closed) return;
    const settings = { iceServers: [...iceServers] };
    await Promise.all(Object.values(this.#transports).map((transport) => transport.updateIceServers(settings)));
  }

  async reports(): Promise<Readonly<Record<TransportDirection, RTCStatsReport>> | undefined> {
    if (this.#closed) return undefined;
    const [SEND, RECEIVE] = await Promise.all([this.#transports.SEND.getStats(), this.#transports.RECEIVE.getStats()]);
    return { SEND, RECEIVE };
  }

  /** By subscription: how many pictures, or samples of sound, were decoded. */
  async decoded(): Promise<ReadonlyMap<string, number>> {
    const reports = await this.reports();
    const counts = new Map<string, number>();
    for (const report of (reports?.RECEIVE.values() ?? []) as Iterable<Partial<RTCInboundRtpStreamStats>>) {
      const { type, mid = '', framesDecoded = 0, totalSamplesReceived = 0 } = report;
      const subscriptionId = type === 'inbound-rtp' ? this.subscriptionOfMid(mid) : undefined;
      if (subscriptionId !== undefined) counts.set(subscriptionId, framesDecoded + totalSamplesReceived);
    }
    return counts;
  }

  close(): void {
    this.#closed = true;
    this.#transports.SEND.close();
    this.#transports.RECEIVE.close();
    this.#consumers.clear();
  }

  async #openAll(subscriptions: ReadonlyMap<string, Subscription>, tracks: ReadonlyMap<string, Track>): Promise<void> {
    const opening = [...subscriptions.values()]
      .map((subscription) => ({ subscription, track: tracks.get(subscription.trackId) }))
      // Without its track it is not known whose key decrypts it; the next facts bring it.
      .filter(({ subscription, track }) => !this.#consumers.has(subscription.id) && (track || !this.#encryption));
    if (opening.length === 0) return;
    this.#receiving = true;
    for (const { subscription } of opening) this.#consumers.set(subscription.id, undefined);
    await this.#batches.RECEIVE.during(async () => {
      const decryption = await this.#decryptionOf(opening.flatMap(({ track }) => track ?? []));
      // All in one turn, so that mediasoup-client makes them in one negotiation.
      await Promise.all(
        opening.map(({ subscription, track }) => this.#open(subscription, track, decryption.get(subscription.trackId))),
      );
    });
    this.listener.received();
  }

  async #decryptionOf(tracks: readonly Track[]): Promise<ReadonlyMap<string, PutTransform<RTCRtpReceiver>>> {
    const encryption = this.#encryption;
    if (!encryption) return new Map();
    return new Map(
      await Promise.all(tracks.map(async (track) => [track.id, await encryption.ofReceiver(track)] as const)),
    );
  }

  async #open(
    subscription: Subscription,
    track: Track | undefined,
    onRtpReceiver: PutTransform<RTCRtpReceiver> | undefined,
  ): Promise<void> {
    try {
      const consumer = await this.#transports.RECEIVE.consume({
        id: subscription.id,
        producerId: subscription.trackId,
        kind: subscription.kind,
        rtpParameters: subscription.rtpParameters as types.RtpParameters,
        // Sound and picture of one stream id are kept in step by the browser.
        streamId: streamIdOf(subscription, track),
        onRtpReceiver,
      });
      if (this.#consumers.has(subscription.id)) {
        this.#consumers.set(subscription.id, consumer);
        this.#batches.RECEIVE.addReadySubscription(subscription.id);
      } else {
        // Withdrawn while it was being made.
        consumer.close();
      }
    } catch (error) {
      if (!this.#closed) this.listener.subscriptionFailed(subscription.trackId, error);
    }
  }
}

function streamIdOf(subscription: Subscription, track: Track | undefined): string {
  if (!track) return subscription.trackId;
  const screen = track.source === 'SCREEN' || track.source === 'SCREEN_AUDIO';
  return screen ? `${track.participantId}-screen` : track.participantId;
}

function transportOptions(
  direction: TransportDirection,
  transports: readonly Transport[],
  iceServers: readonly IceServer[],
): types.TransportOptions {
  const transport = transports.find((candidate) => candidate.direction === direction);
  if (!transport) throw new TypeError(`the server gave no transport to ${direction.toLowerCase()}`);
  // sfu-node made these dictionaries with mediasoup, for mediasoup-client.
  return {
    id: transport.id,
    iceParameters: transport.iceParameters as types.IceParameters,
    iceCandidates: transport.iceCandidates as types.IceCandidate[],
    dtlsParameters: transport.dtlsParameters as types.DtlsParameters,
    iceServers: [...iceServers],
  };
}
