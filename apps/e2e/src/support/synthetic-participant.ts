import { randomUUID } from 'node:crypto';
import wrtc from '@roamhq/wrtc';
import { Device } from 'mediasoup-client';
import type { types as mediasoup } from 'mediasoup-client';
import type { Joined, MediaConfiguration, PublishRequest, QualityProfile } from '@videocall/signalling';
import { rest, type RestIdentity } from './rest.js';
import { SignallingClient } from './signalling-client.js';

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

/**
 * A participant without a browser, on a real ICE, DTLS and SRTP stack. It speaks the signalling protocol as written, obeys no
 * publisher command, and so is also the client that ignores its profile.
 */
export class SyntheticParticipant {
  readonly #close: (() => void)[] = [];
  #sendTransport: mediasoup.Transport | undefined;

  private constructor(
    readonly signalling: SignallingClient,
    readonly joined: Joined,
    private readonly device: Device,
  ) {}

  /**
   * Joins a call with a grant.
   *
   * @param profile what it asks for, in both directions
   */
  static async join(origin: string, identity: RestIdentity, grant: string, profile: QualityProfile = 'AUTO'): Promise<SyntheticParticipant> {
    const configuration = await rest<MediaConfiguration>(origin, 'GET', '/v1/media-configuration', { token: identity.accessToken });
    const device = new Device({ handlerName: 'Chrome111' });
    await device.load({ routerRtpCapabilities: configuration.codecList as unknown as mediasoup.RtpCapabilities });
    const signalling = await SignallingClient.connect(origin, identity.accessToken);
    const joined = await signalling.send('join', {
      requestId: randomUUID(),
      grant,
      rtpCapabilities: device.recvRtpCapabilities as unknown as Record<string, unknown>,
      codecListHash: configuration.codecListHash,
      sendProfile: profile,
      receiveProfile: profile,
    });
    return new SyntheticParticipant(signalling, joined, device);
  }

  get id(): string {
    return this.joined.participantId;
  }

  /**
   * Publishes moving noise as its camera.
   *
   * @param picture width and height in pixels, frames per second, bit/s that the encoder aims at
   * @returns the track's id
   */
  async publishCamera(picture: { width: number; height: number; frameRate: number; maxBitrate: number }): Promise<string> {
    const source = new wrtc.nonstandard.RTCVideoSource();
    const track = source.createTrack();
    const { width, height } = picture;
    const frame = { width, height, data: new Uint8Array((width * height * 3) / 2) };
    let shift = 0;
    const timer = setInterval(() => {
      shift += 7;
      for (let i = 0; i < frame.data.length; i += 1) frame.data[i] = ((i * 31 + shift * (i >> 5)) ^ (i >> 3)) & 0xff;
      source.onFrame(frame);
    }, 1000 / picture.frameRate);
    this.#close.push(() => clearInterval(timer), () => track.stop());

    const transport = this.#openSendTransport();
    const published = new Promise<string>((resolve, reject) => {
      let dtlsParameters: mediasoup.DtlsParameters | undefined;
      transport.once('connect', (parameters, done) => {
        dtlsParameters = parameters.dtlsParameters;
        done();
      });
      transport.once('produce', ({ kind, rtpParameters }, done) => {
        const clientTrackId = randomUUID();
        done({ id: clientTrackId });
        const request: PublishRequest = {
          clientTrackId,
          source: 'CAMERA',
          kind,
          rtpParameters: rtpParameters as unknown as Record<string, unknown>,
          muted: false,
          width,
          height,
        };
        this.signalling
          .send('connectMedia', {
            transports: dtlsParameters
              ? [{ direction: 'SEND', dtlsParameters: dtlsParameters as unknown as Record<string, unknown> }]
              : [],
            publish: [request],
            readySubscriptionIds: [],
          })
          .then(({ published: [first], refused: [refusal] }) => {
            if (first) resolve(first.track.id);
            else reject(new Error(refusal?.refused.reason ?? 'nothing was published'));
          }, reject);
      });
    });
    await transport.produce({
      track: track as unknown as MediaStreamTrack,
      encodings: [{ maxBitrate: picture.maxBitrate }],
      codecOptions: { videoGoogleStartBitrate: Math.round(picture.maxBitrate / 1000) },
      stopTracks: false,
    });
    return published;
  }

  /** Leaves as a client does that has lost everything at once: no message, no more packets. */
  vanish(): void {
    this.signalling.drop();
    for (const close of this.#close.splice(0)) close();
    this.#sendTransport?.close();
  }

  /** Leaves in good order. */
  async leave(): Promise<void> {
    await this.signalling.send('leave', { requestId: randomUUID() });
    this.vanish();
  }

  #openSendTransport(): mediasoup.Transport {
    const options = this.joined.media.transports.find(({ direction }) => direction === 'SEND');
    if (!options) throw new Error('the join reply names no transport for sending');
    this.#sendTransport ??= this.device.createSendTransport(options as unknown as mediasoup.TransportOptions);
    return this.#sendTransport;
  }
}
