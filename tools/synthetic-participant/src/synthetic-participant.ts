import { randomUUID } from 'node:crypto';
import wrtc from '@roamhq/wrtc';
import { Device } from 'mediasoup-client';
import type { types as mediasoup } from 'mediasoup-client';
import type { Joined, MediaConfiguration, NotificationBody, QualityProfile } from '@videocall/signalling';
import { PublishedMedia, type Video } from './published-media.ts';
import { ReceivedMedia, type Arrived } from './received-media.ts';
import { rest, type RestIdentity } from './rest.ts';
import { onlyBy, type Route, type Way } from './route.ts';
import { SignallingClient } from './signalling-client.ts';
import { openTone, type Picture, type SyntheticTrack } from './synthetic-media.ts';

// mediasoup-client looks for WebRTC where a browser has it.
Object.assign(globalThis, {
  MediaStream: wrtc.MediaStream,
  MediaStreamTrack: wrtc.MediaStreamTrack,
  RTCPeerConnection: wrtc.RTCPeerConnection,
  RTCRtpReceiver: wrtc.RTCRtpReceiver,
  RTCRtpSender: wrtc.RTCRtpSender,
  RTCRtpTransceiver: wrtc.RTCRtpTransceiver,
  RTCSessionDescription: wrtc.RTCSessionDescription,
});

/** How a synthetic participant joins and behaves. */
export interface SyntheticOptions {
  /** Default: AUTO. */
  readonly sendProfile?: QualityProfile;
  /** Default: AUTO. */
  readonly receiveProfile?: QualityProfile;
  /** Its WebRTC stack learns nothing of the bandwidth that the server announces by RTCP, so it sends what it is set to. */
  readonly deaf?: boolean;
  /** Default: whichever of the server's own addresses answers first. */
  readonly way?: Way;
}

/** Ways in which a server tells a WebRTC stack how much it may send. */
const BANDWIDTH_FEEDBACK = new Set(['goog-remb', 'transport-cc']);

/** A participant without a browser, on a real ICE, DTLS and SRTP stack. It speaks the signalling protocol as written. */
export class SyntheticParticipant {
  readonly signalling: SignallingClient;
  readonly joined: Joined;
  readonly #device: Device;
  readonly #way: Way | undefined;
  #published: PublishedMedia | undefined;
  #received: ReceivedMedia | undefined;

  private constructor(signalling: SignallingClient, joined: Joined, device: Device, way: Way | undefined) {
    this.signalling = signalling;
    this.joined = joined;
    this.#device = device;
    this.#way = way;
  }

  /** Joins a call with a grant. A refusal is thrown as `SignallingRefusal`. */
  static async join(
    origin: string,
    identity: RestIdentity,
    grant: string,
    { sendProfile = 'AUTO', receiveProfile = 'AUTO', deaf = false, way }: SyntheticOptions = {},
  ): Promise<SyntheticParticipant> {
    const configuration = await rest<MediaConfiguration>(origin, 'GET', '/v1/media-configuration', {
      token: identity.accessToken,
    });
    const codecList = configuration.codecList as unknown as mediasoup.RtpCapabilities;
    const device = new Device({ handlerName: 'Chrome111' });
    await device.load({ routerRtpCapabilities: deaf ? withoutFeedback(codecList) : codecList });
    const signalling = await SignallingClient.connect(origin, identity.accessToken);
    try {
      const joined = await signalling.send('join', {
        requestId: randomUUID(),
        grant,
        rtpCapabilities: device.recvRtpCapabilities as unknown as Record<string, unknown>,
        codecListHash: configuration.codecListHash,
        sendProfile,
        receiveProfile,
      });
      return new SyntheticParticipant(signalling, joined, device, way);
    } catch (error) {
      signalling.drop();
      throw error;
    }
  }

  get id(): string {
    return this.joined.participantId;
  }

  get callId(): string {
    return this.joined.call.id;
  }

  /**
   * Publishes noise as its camera, whatever its profile says.
   *
   * @param picture what is captured; `maxBitrate` in bit/s is what the encoder aims at
   * @returns the track's id
   */
  publishCamera(picture: Picture & { readonly maxBitrate: number }): Promise<string> {
    return this.#publishing().video({ ...picture, source: 'CAMERA' });
  }

  /** Publishes noise as its camera, as a profile wants it. @returns the track's id */
  publishCameraUnder(profile: QualityProfile, picture: Picture): Promise<string> {
    return this.#publishing().videoUnder(profile, picture);
  }

  /** Publishes noise as its screen; the call's screen share must be its own. @returns the track's id */
  publishScreen(): Promise<string> {
    return this.#publishing().video({ source: 'SCREEN', width: 640, height: 360, frameRate: 5, maxBitrate: 300_000 });
  }

  /** Publishes a tone as its microphone. @param frequency hertz @returns the track's id */
  publishMicrophone(frequency: number): Promise<string> {
    return this.#publishing().audio('MICROPHONE', openTone(frequency));
  }

  /** Publishes a picture of the caller's own. @returns the track's id */
  publishPicture(captured: SyntheticTrack, video: Video): Promise<string> {
    return this.#publishing().picture(captured, video);
  }

  /** Publishes sound of the caller's own as its microphone. @returns the track's id */
  publishSound(captured: SyntheticTrack): Promise<string> {
    return this.#publishing().audio('MICROPHONE', captured);
  }

  /** Receives every track of the others from now on. */
  async receive(): Promise<void> {
    const received = new ReceivedMedia(this.signalling, this.#device, this.#transport('RECEIVE'));
    this.#received = received;
    this.signalling.onNotification(({ body }) => {
      if (body.type === 'subscriptionClosed') received.forget(body.subscriptionId);
      // What fails to open is told by `arrived`.
      if (body.type === 'subscriptionOpened') received.open([body.subscription]).catch(() => undefined);
      if (body.type === 'snapshotNeeded') this.#catchUp(received).catch(() => undefined);
    });
    await received.open(this.joined.media.subscriptions);
  }

  /** The server cannot vouch that everything was told: what there is, is asked for. */
  async #catchUp(received: ReceivedMedia): Promise<void> {
    const { media } = await this.signalling.send('snapshot', {});
    await received.open(media.subscriptions);
  }

  /** What has arrived of a track until now. */
  async arrived(trackId: string): Promise<Arrived> {
    if (!this.#received) throw new Error('this participant does not receive');
    return this.#received.arrived(trackId);
  }

  /** The addresses at which the server says that its media is. */
  announcedAddresses(): string[] {
    const candidates = this.joined.media.transports.flatMap(({ iceCandidates }) => iceCandidates);
    return [...new Set(candidates.map((candidate) => String(candidate['address'] ?? candidate['ip'])))];
  }

  /** Where what it publishes goes; undefined before ICE has chosen. */
  route(): Promise<Route | undefined> {
    return this.#publishing().route();
  }

  /** What the server has told it of one type, oldest first. */
  notices<T extends NotificationBody['type']>(type: T): Extract<NotificationBody, { type: T }>[] {
    const bodies = this.signalling.notifications.map(({ body }) => body);
    return bodies.filter((body): body is Extract<NotificationBody, { type: T }> => body.type === type);
  }

  /** Leaves as a client does that has lost everything at once: no message, no more packets. */
  vanish(): void {
    this.signalling.drop();
    this.#published?.close();
    this.#received?.close();
  }

  /** Leaves in good order. */
  async leave(): Promise<void> {
    await this.signalling.send('leave', { requestId: randomUUID() });
    this.vanish();
  }

  #publishing(): PublishedMedia {
    this.#published ??= new PublishedMedia(this.signalling, this.#device, this.#transport('SEND'));
    return this.#published;
  }

  #transport(direction: 'SEND' | 'RECEIVE'): mediasoup.TransportOptions {
    const transport = this.joined.media.transports.find((candidate) => candidate.direction === direction);
    if (!transport) throw new Error(`the join reply names no transport to ${direction.toLowerCase()}`);
    return onlyBy(this.#way, transport as unknown as mediasoup.TransportOptions, this.joined.iceServers);
  }
}

/** A codec list from which a WebRTC stack learns no way to be told about bandwidth. */
function withoutFeedback(list: mediasoup.RtpCapabilities): mediasoup.RtpCapabilities {
  return {
    codecs: (list.codecs ?? []).map((codec) => ({
      ...codec,
      rtcpFeedback: (codec.rtcpFeedback ?? []).filter(({ type }) => !BANDWIDTH_FEEDBACK.has(type)),
    })),
    headerExtensions: (list.headerExtensions ?? []).filter(({ uri }) => !/abs-send-time|transport-wide-cc/.test(uri)),
  };
}
