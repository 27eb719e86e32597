import { randomUUID } from 'node:crypto';
import { limitsOf, videoEncodings, type ProfileName } from '@videocall/quality-profiles';
import type { PublishRequest, Track, TrackSource } from '@videocall/signalling';
import type { Device, types as mediasoup } from 'mediasoup-client';
import type { Route } from './route.ts';
import { SignallingRefusal, type SignallingClient } from './signalling-client.ts';
import { openNoise, type Picture, type SyntheticTrack } from './synthetic-media.ts';

/** A video to publish. */
export interface Video extends Picture {
  readonly source: 'CAMERA' | 'SCREEN';
  /** bit/s that the encoder aims at. */
  readonly maxBitrate: number;
}

/** What a synthetic participant sends. It follows no command of the server; its WebRTC stack keeps to what RTCP tells it. */
export class PublishedMedia {
  readonly #signalling: SignallingClient;
  readonly #transport: mediasoup.Transport;
  readonly #captured: SyntheticTrack[] = [];
  /** The server's answers, by client track id. */
  readonly #answers = new Map<string, Promise<Track>>();
  /** To be sent with the first publication. */
  #dtlsParameters: Record<string, unknown> | undefined;

  constructor(signalling: SignallingClient, device: Device, transport: mediasoup.TransportOptions) {
    this.#signalling = signalling;
    this.#transport = device.createSendTransport(transport);
    this.#transport.on('connect', ({ dtlsParameters }, done) => {
      this.#dtlsParameters = dtlsParameters as unknown as Record<string, unknown>;
      done();
    });
    this.#transport.on('produce', ({ kind, rtpParameters, appData }, done) => {
      const clientTrackId = randomUUID();
      const about = appData as unknown as Pick<PublishRequest, 'source' | 'width' | 'height'>;
      const parameters = rtpParameters as unknown as Record<string, unknown>;
      const request = { ...about, clientTrackId, kind, rtpParameters: parameters, muted: false };
      this.#answers.set(clientTrackId, this.#publish(request));
      done({ id: clientTrackId });
    });
  }

  /** Sends noise of a size, rate and bitrate, whatever the profile says. */
  async video({ source, maxBitrate, ...picture }: Video): Promise<string> {
    const { width, height } = picture;
    return this.#produce(openNoise(picture), {
      appData: { source, width, height },
      encodings: [{ maxBitrate }],
      codecOptions: { videoGoogleStartBitrate: Math.round(maxBitrate / 1000) },
    });
  }

  /** Sends a picture of the caller's own. */
  async picture(captured: SyntheticTrack, { source, maxBitrate, width, height }: Video): Promise<string> {
    return this.#produce(captured, { appData: { source, width, height }, encodings: [{ maxBitrate }] });
  }

  /** Sends noise as a profile wants it, in one encoding: scaled down from what is captured, and at the profile's rate. */
  async videoUnder(profile: ProfileName, { width, height, frameRate }: Picture): Promise<string> {
    const limits = limitsOf(profile, 'VP8');
    const encodings = videoEncodings({
      source: 'CAMERA',
      codec: 'VP8',
      capture: { width, height },
      limits,
      negotiated: 1,
    });
    // This stack takes no frame rate for its encoder: the camera itself runs slower.
    const captured = openNoise({ width, height, frameRate: Math.min(frameRate, limits.maxFrameRate) });
    return this.#produce(captured, {
      appData: { source: 'CAMERA', width, height },
      encodings: encodings.map((encoding) => ({ ...encoding })),
      // It begins with all that it may send, not with what WebRTC would feel its way up from.
      codecOptions: { videoGoogleStartBitrate: limits.maxBitrate / 1000 },
    });
  }

  async audio(source: TrackSource, captured: SyntheticTrack): Promise<string> {
    return this.#produce(captured, { appData: { source, width: 0, height: 0 } });
  }

  /** The chosen candidate pair's, as WebRTC's statistics tell it (W3C webrtc-stats). */
  async route(): Promise<Route | undefined> {
    const reports = new Map<string, Record<string, unknown>>(await this.#transport.getStats());
    for (const report of reports.values()) {
      const pair = report['type'] === 'transport' ? reports.get(String(report['selectedCandidatePairId'])) : undefined;
      if (pair?.['state'] !== 'succeeded') continue;
      const local = reports.get(String(pair['localCandidateId']));
      const remote = reports.get(String(pair['remoteCandidateId']));
      const relayed = local?.['candidateType'] === 'relay';
      return {
        relayed,
        protocol: String((relayed ? local?.['relayProtocol'] : undefined) ?? local?.['protocol']),
        serverAddress: String(remote?.['address'] ?? remote?.['ip']),
      };
    }
    return undefined;
  }

  close(): void {
    for (const captured of this.#captured.splice(0)) captured.stop();
    this.#transport.close();
  }

  async #produce(captured: SyntheticTrack, options: Omit<mediasoup.ProducerOptions, 'track'>): Promise<string> {
    this.#captured.push(captured);
    const producer = await this.#transport.produce({ ...options, track: captured.track, stopTracks: false });
    const answer = this.#answers.get(producer.id);
    if (!answer) throw new Error('nothing was published');
    try {
      return (await answer).id;
    } catch (error) {
      producer.close();
      throw error;
    }
  }

  async #publish(request: PublishRequest): Promise<Track> {
    const dtlsParameters = this.#dtlsParameters;
    this.#dtlsParameters = undefined;
    const { published, refused } = await this.#signalling.send('connectMedia', {
      transports: dtlsParameters ? [{ direction: 'SEND', dtlsParameters }] : [],
      publish: [request],
      readySubscriptionIds: [],
    });
    const [first] = published;
    if (first) return first.track;
    const { reason = 'UNKNOWN', message = 'nothing was published' } = refused[0]?.refused ?? {};
    throw new SignallingRefusal(reason, message);
  }
}
