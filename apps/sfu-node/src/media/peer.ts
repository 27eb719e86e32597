import type { Logger } from '@videocall/platform-logging';
import type { PictureSize } from '@videocall/quality-profiles';
import type { RtpCapabilities, Transport, WebRtcTransport } from 'mediasoup/types';
import { UNLIMITED } from '../domain/adaptation/receiver-policy.js';
import { SendRelief } from '../domain/adaptation/send-relief.js';
import { ConnectionState } from '../domain/connection-state.js';
import { ConnectionVerdict } from '../domain/connection-verdict.js';
import { FirstConnection } from '../domain/first-connection.js';
import type { PeerPolicy } from '../domain/peer-policy.js';
import type { TrackSource } from '../domain/track-source.js';
import type { DirectMedia } from './direct-media.js';
import { PeerStatistics } from './peer-statistics.js';
import type { PeerTransport, TransportDirection } from './peer-transport.js';
import type { PublishedTrack } from './published-track.js';
import type { Subscription } from './subscription.js';

export interface PeerOptions {
  readonly id: string;
  readonly callId: string;
  readonly participantId: string;
  readonly policy: PeerPolicy;
  /** What the peer can receive; undefined for one without WebRTC. */
  readonly rtpCapabilities: RtpCapabilities | undefined;
  readonly transports: readonly PeerTransport[];
  readonly log: Logger;
}

/** A participant's connected device. */
export class Peer {
  readonly id: string;
  readonly callId: string;
  readonly participantId: string;
  readonly rtpCapabilities: RtpCapabilities | undefined;
  readonly transports: readonly PeerTransport[];
  readonly log: Logger;
  readonly connection: ConnectionState;
  readonly firstConnection = new FirstConnection();
  readonly verdict: ConnectionVerdict;
  readonly statistics = new PeerStatistics();
  /** By track id. */
  readonly subscriptions = new Map<string, Subscription>();
  /** By the client's own id for the track; pending while it is being published. */
  readonly publications = new Map<string, Promise<PublishedTrack>>();
  /** Published, or about to be. */
  readonly sources = new Set<TrackSource>();
  /** By track id: how large the peer shows it. */
  readonly shown = new Map<string, PictureSize>();
  readonly sendRelief = new SendRelief();
  /** What its path was found to carry, and what it is given over it. */
  receiving = UNLIMITED;
  policy: PeerPolicy;
  /** Of one without WebRTC, since it first streamed media. */
  direct: DirectMedia | undefined;
  closed = false;

  constructor(options: PeerOptions) {
    this.id = options.id;
    this.callId = options.callId;
    this.participantId = options.participantId;
    this.policy = options.policy;
    this.rtpCapabilities = options.rtpCapabilities;
    this.transports = options.transports;
    this.log = options.log;
    const now = performance.now();
    this.connection = new ConnectionState(now);
    this.verdict = new ConnectionVerdict(now);
  }

  transport(direction: TransportDirection): PeerTransport | undefined {
    return this.transports.find((transport) => transport.direction === direction);
  }

  get receiveTransport(): WebRtcTransport | undefined {
    return this.transport('RECEIVE')?.webRtc;
  }

  /** Where the peer's tracks come in. */
  get incoming(): Transport | undefined {
    return this.direct?.transport ?? this.transport('SEND')?.webRtc;
  }

  /** How the peer receives; undefined where it cannot. */
  get receiver(): { readonly transport: Transport; readonly rtpCapabilities: RtpCapabilities } | undefined {
    if (this.direct) return this.direct;
    const { receiveTransport: transport, rtpCapabilities } = this;
    return transport && rtpCapabilities && { transport, rtpCapabilities };
  }

  /** Whether the peer takes a track: a WebRTC client every one, others what they ask for. */
  wants(track: PublishedTrack): boolean {
    return !this.direct || this.direct.wanted.has(track.id);
  }

  /**
   * ICE and DTLS are up on every transport where they ever were: clients connect one when they first need it. Without WebRTC:
   * the media stream is open.
   */
  get hasMedia(): boolean {
    if (this.direct) return this.direct.stream !== undefined;
    const established = this.transports.filter((transport) => transport.wasUp);
    return established.length > 0 && established.every((transport) => transport.isUp);
  }

  /** A WebRTC client that began to connect a transport. */
  get triedMedia(): boolean {
    return this.transports.some(({ wasTried }) => wasTried);
  }

  close(): void {
    this.closed = true;
    for (const transport of this.transports) transport.webRtc.close();
    this.direct?.transport.close();
  }
}
