import { randomUUID } from 'node:crypto';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import { callV1, sfuV1 } from '@videocall/contracts';
import { waitFor } from '@videocall/testing';
import type { RtpParameters } from 'mediasoup/types';
import { withTicket, type SfuUnderTest } from './sfu-under-test.js';
import { SyntheticAudio, SyntheticVideo, type SyntheticLayer } from './synthetic-media.js';
import { VideoMeter } from './video-meter.js';
import { WebRtcLink } from './webrtc-link.js';

type Event = NonNullable<sfuV1.PeerNotification['event']>;
type EventOf<Case extends Event['$case']> = Extract<Event, { $case: Case }>['value'];

const { TrackSource, QualityProfile } = callV1;
const VIDEO_FEEDBACK = [{ type: 'nack', parameter: 'pli' }];

/** What the synthetic peer can receive: no bandwidth estimation, so that layers follow what is asked and not the path. */
const RTP_CAPABILITIES = {
  codecs: [
    { kind: 'audio', mimeType: 'audio/opus', preferredPayloadType: 100, clockRate: 48_000, channels: 2 },
    {
      kind: 'video',
      mimeType: 'video/VP8',
      preferredPayloadType: 101,
      clockRate: 90_000,
      rtcpFeedback: VIDEO_FEEDBACK,
    },
  ],
  headerExtensions: [],
};

export const EVERYTHING_ALLOWED: sfuV1.PeerPolicy = {
  version: 1,
  allowedSources: [TrackSource.MICROPHONE, TrackSource.CAMERA, TrackSource.SCREEN, TrackSource.SCREEN_AUDIO],
  mutedByHost: [],
  canSubscribe: true,
  sendProfile: QualityProfile.HIGH,
  receiveProfile: QualityProfile.AUTO,
};

let nextPeer = 0;

/** A participant's device as a gateway and a client make it up together, on a real ICE, DTLS and SRTP stack. */
export class SyntheticPeer {
  readonly notifications: sfuV1.PeerNotification[] = [];
  readonly #links: readonly WebRtcLink[];
  readonly #media: { stop(): void }[] = [];
  #stream: ClientDuplexStream<sfuV1.AttachRequest, sfuV1.PeerNotification> | undefined;

  private constructor(
    private readonly sfu: SfuUnderTest,
    readonly request: sfuV1.OpenPeerRequest,
    readonly snapshot: sfuV1.PeerSnapshot,
    readonly ticket: string,
    links: readonly WebRtcLink[],
  ) {
    this.#links = links;
  }

  static requestFor(
    sfu: sfuV1.NodeHello,
    callId: string,
    policy: Partial<sfuV1.PeerPolicy> = {},
  ): sfuV1.OpenPeerRequest {
    nextPeer += 1;
    return {
      callId,
      participantId: `part_${nextPeer}`,
      peerId: `peer_${nextPeer}`,
      rtpCapabilitiesJson: JSON.stringify(RTP_CAPABILITIES),
      codecListHash: sfu.codecListHash,
      policy: { ...EVERYTHING_ALLOWED, ...policy },
    };
  }

  /** Opened and attached, not connected yet. */
  static async open(sfu: SfuUnderTest, callId: string, policy: Partial<sfuV1.PeerPolicy> = {}): Promise<SyntheticPeer> {
    const request = SyntheticPeer.requestFor(await sfu.watch.hello, callId, policy);
    const { snapshot } = await sfu.control.openPeer(request);
    if (!snapshot) throw new Error('no snapshot');
    const links = await Promise.all(snapshot.transports.map((transport) => WebRtcLink.prepare(transport)));
    const peer = new SyntheticPeer(sfu, request, snapshot, await sfu.ticket(request.peerId), links);
    await peer.attach();
    return peer;
  }

  /** Opened, attached and connected. */
  static async join(sfu: SfuUnderTest, callId: string, policy: Partial<sfuV1.PeerPolicy> = {}): Promise<SyntheticPeer> {
    const peer = await SyntheticPeer.open(sfu, callId, policy);
    await peer.connect();
    return peer;
  }

  get id(): string {
    return this.request.peerId;
  }

  get participantId(): string {
    return this.request.participantId;
  }

  /** Media up on these transports; what the snapshot held flows. */
  async connect(
    directions: readonly sfuV1.TransportDirection[] = [sfuV1.TransportDirection.SEND, sfuV1.TransportDirection.RECEIVE],
  ): Promise<void> {
    const links = this.#links.filter(({ connection }) => directions.includes(connection.direction));
    await this.call().connect({
      transports: links.map(({ connection }) => connection),
      publish: [],
      readySubscriptionIds: this.snapshot.subscriptions.map(({ id }) => id),
    });
    await Promise.all(links.map((link) => link.start()));
  }

  /** The signalling methods, as this peer. */
  call() {
    const { signalling } = this.sfu;
    const options = withTicket(this.ticket);
    return {
      connect: (request: sfuV1.ConnectRequest) => signalling.connect(request, options),
      publish: (request: sfuV1.PublishRequest) => signalling.publish(request, options),
      unpublish: (trackId: string) => signalling.unpublish({ trackId }, options),
      setTrackMuted: (trackId: string, muted: boolean) => signalling.setTrackMuted({ trackId, muted }, options),
      resume: (subscriptionIds: string[]) => signalling.resumeSubscriptions({ subscriptionIds }, options),
      show: (trackId: string, width: number, height: number) =>
        signalling.setViewport({ shown: [{ trackId, width, height }] }, options),
      restartIce: (directions: sfuV1.TransportDirection[]) => signalling.restartIce({ directions }, options),
      snapshot: () => signalling.getSnapshot({}, options),
      statistics: () => signalling.getStatistics({}, options),
    };
  }

  async setPolicy(version: number, policy: Partial<sfuV1.PeerPolicy>): Promise<void> {
    const whole = { ...EVERYTHING_ALLOWED, ...this.request.policy, ...policy, version };
    await this.sfu.control.setPeerPolicy({ peerId: this.id, policy: whole });
  }

  async publishVideo(
    layers: readonly SyntheticLayer[],
    source: callV1.TrackSource = TrackSource.CAMERA,
  ): Promise<{
    readonly video: SyntheticVideo;
    readonly track: sfuV1.Track;
    readonly command: sfuV1.PublisherCommand | undefined;
  }> {
    const video = new SyntheticVideo(this.#link(sfuV1.TransportDirection.SEND), layers);
    const { width, height } = layers.at(-1) ?? { width: 0, height: 0 };
    const { track, command } = await this.#publish(source, sfuV1.MediaKind.VIDEO, video.rtpParameters, width, height);
    video.start();
    this.#media.push(video);
    return { video, track, command };
  }

  /** @param level dBov */
  async publishAudio(level: number): Promise<{ readonly audio: SyntheticAudio; readonly track: sfuV1.Track }> {
    const audio = new SyntheticAudio(this.#link(sfuV1.TransportDirection.SEND), level);
    const { track } = await this.#publish(TrackSource.MICROPHONE, sfuV1.MediaKind.AUDIO, audio.rtpParameters, 0, 0);
    audio.start();
    this.#media.push(audio);
    return { audio, track };
  }

  /** Waits for the subscription to a track, says that it has it, and measures what comes. */
  async receive(trackId: string): Promise<{ readonly meter: VideoMeter; readonly subscription: sfuV1.Subscription }> {
    const known = this.snapshot.subscriptions.find((subscription) => subscription.trackId === trackId);
    const subscription = known ?? (await this.event('subscriptionOpened', (opened) => opened.trackId === trackId));
    const { encodings } = JSON.parse(subscription.rtpParametersJson) as RtpParameters;
    const meter = new VideoMeter(this.#link(sfuV1.TransportDirection.RECEIVE), encodings?.[0]?.ssrc ?? 0);
    await this.call().resume([subscription.id]);
    return { meter, subscription };
  }

  /** Attaches to notifications, anew after {@link dropSignalling}. */
  async attach(): Promise<void> {
    const stream = this.sfu.signalling.attach();
    this.#stream = stream;
    const before = this.notifications.length;
    stream.on('data', (notification: sfuV1.PeerNotification) => this.notifications.push(notification));
    // A stream that is cancelled or whose server ends closes with an error.
    stream.on('error', () => undefined);
    stream.write({ action: { $case: 'attach', value: { ticket: this.ticket } } });
    await waitFor(() => this.notifications.slice(before).some(({ event }) => event?.$case === 'attached'), {
      what: 'the attachment',
    });
  }

  dropSignalling(): void {
    this.#stream?.cancel();
  }

  async dropMedia(): Promise<void> {
    for (const media of this.#media) media.stop();
    await Promise.all(this.#links.map((link) => link.stop()));
  }

  /** The last event of a kind that satisfies the test, also one that came before. */
  async event<Case extends Event['$case']>(
    kind: Case,
    matches: (value: EventOf<Case>) => boolean = () => true,
    timeoutMs = 10_000,
  ): Promise<EventOf<Case>> {
    const find = () => {
      const event = this.events(kind).findLast(matches);
      return event && { event };
    };
    return (await waitFor(find, { timeoutMs, what: `${this.id} being told of ${kind}` })).event;
  }

  events<Case extends Event['$case']>(kind: Case): EventOf<Case>[] {
    return this.notifications.flatMap(({ event }) => (event?.$case === kind ? [event.value as EventOf<Case>] : []));
  }

  async leave(): Promise<void> {
    await this.sfu.control.closePeer({ peerId: this.id, reason: 'LEAVE_REASON_LEFT' });
    this.dropSignalling();
    await this.dropMedia();
  }

  #link(direction: sfuV1.TransportDirection): WebRtcLink {
    const index = this.snapshot.transports.findIndex((transport) => transport.direction === direction);
    const link = this.#links[index];
    if (!link) throw new Error(`no transport ${direction}`);
    return link;
  }

  async #publish(
    source: callV1.TrackSource,
    kind: sfuV1.MediaKind,
    rtpParameters: RtpParameters,
    width: number,
    height: number,
  ): Promise<{ track: sfuV1.Track; command: sfuV1.PublisherCommand | undefined }> {
    const request = this.publication(source, kind, rtpParameters, width, height);
    const { track, command } = await this.call().publish(request);
    if (!track) throw new Error('no track');
    return { track, command };
  }

  publication(
    source: callV1.TrackSource,
    kind: sfuV1.MediaKind,
    rtpParameters: RtpParameters,
    width = 0,
    height = 0,
  ): sfuV1.PublishRequest {
    const clientTrackId = randomUUID();
    return {
      clientTrackId,
      source,
      kind,
      rtpParametersJson: JSON.stringify(rtpParameters),
      muted: false,
      width,
      height,
    };
  }
}
