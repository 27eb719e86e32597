import type { Logger } from '@videocall/platform-logging';
import type { PictureSize } from '@videocall/quality-profiles';
import type { RtpCapabilities, WebRtcTransport } from 'mediasoup/types';
import { ConnectionState } from '../domain/connection-state.js';
import { ConnectionVerdict } from '../domain/connection-verdict.js';
import type { PeerPolicy } from '../domain/peer-policy.js';
import type { TrackSource } from '../domain/track-source.js';
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
  policy: PeerPolicy;
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

  /** ICE and DTLS are up on every transport where they ever were: clients connect one when they first need it. */
  get hasMedia(): boolean {
    const established = this.transports.filter((transport) => transport.wasUp);
    return established.length > 0 && established.every((transport) => transport.isUp);
  }

  close(): void {
    this.closed = true;
    for (const transport of this.transports) transport.webRtc.close();
  }
}
