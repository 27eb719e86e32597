import type { Subscription } from '@videocall/signalling';
import type { Device, types as mediasoup } from 'mediasoup-client';
import type { SignallingClient } from './signalling-client.ts';

/** What has arrived of one track, counted by the receiving WebRTC stack since it began. */
export interface Arrived {
  /** milliseconds, monotonic */
  readonly at: number;
  readonly packets: number;
  /** RTP headers included. */
  readonly bytes: number;
  readonly framesDecoded: number;
  /** Of the last decoded frame, in pixels; 0 before the first, and for audio. */
  readonly frameWidth: number;
  readonly frameHeight: number;
}

const NOTHING: Omit<Arrived, 'at'> = { packets: 0, bytes: 0, framesDecoded: 0, frameWidth: 0, frameHeight: 0 };

/** What a synthetic participant receives: every track it is subscribed to, decoded. */
export class ReceivedMedia {
  readonly #signalling: SignallingClient;
  readonly #transport: mediasoup.Transport;
  readonly #consumers = new Map<string, mediasoup.Consumer>();
  /** One negotiation at a time; fails for good with the first that fails. */
  #opening: Promise<void> = Promise.resolve();
  readonly #known = new Set<string>();

  constructor(signalling: SignallingClient, device: Device, transport: mediasoup.TransportOptions) {
    this.#signalling = signalling;
    this.#transport = device.createRecvTransport(transport);
    this.#transport.on('connect', ({ dtlsParameters }, done, fail) => {
      const parameters = dtlsParameters as unknown as Record<string, unknown>;
      signalling
        .send('connectMedia', {
          transports: [{ direction: 'RECEIVE', dtlsParameters: parameters }],
          publish: [],
          readySubscriptionIds: [],
        })
        .then(() => done(), fail);
    });
  }

  /** Opens those subscriptions that are new, and lets their media flow. */
  open(subscriptions: readonly Subscription[]): Promise<void> {
    const added = subscriptions.filter(({ id }) => !this.#known.has(id));
    for (const { id } of added) this.#known.add(id);
    this.#opening = this.#opening.then(() => this.#open(added));
    return this.#opening;
  }

  /** A subscription that need not be opened any more. */
  forget(subscriptionId: string): void {
    this.#known.add(subscriptionId);
  }

  async #open(subscriptions: readonly Subscription[]): Promise<void> {
    if (subscriptions.length === 0) return;
    await Promise.all(
      subscriptions.map(async ({ id, trackId, kind, rtpParameters }) => {
        const parameters = rtpParameters as unknown as mediasoup.RtpParameters;
        const consumer = await this.#transport.consume({ id, producerId: trackId, kind, rtpParameters: parameters });
        this.#consumers.set(trackId, consumer);
      }),
    );
    await this.#signalling.send('resumeSubscriptions', { subscriptionIds: subscriptions.map(({ id }) => id) });
  }

  /** What has arrived of a track until now; nothing of one that is not subscribed to. */
  async arrived(trackId: string): Promise<Arrived> {
    await this.#opening;
    const ssrc = this.#consumers.get(trackId)?.rtpParameters.encodings?.[0]?.ssrc;
    const at = performance.now();
    if (ssrc === undefined) return { at, ...NOTHING };
    for (const report of (await this.#transport.getStats()).values()) {
      const inbound = report as Partial<RTCInboundRtpStreamStats>;
      if (inbound.type !== 'inbound-rtp' || inbound.ssrc !== ssrc) continue;
      return {
        at,
        packets: inbound.packetsReceived ?? 0,
        bytes: (inbound.bytesReceived ?? 0) + (inbound.headerBytesReceived ?? 0),
        framesDecoded: inbound.framesDecoded ?? 0,
        frameWidth: inbound.frameWidth ?? 0,
        frameHeight: inbound.frameHeight ?? 0,
      };
    }
    return { at, ...NOTHING };
  }

  close(): void {
    this.#transport.close();
  }
}
