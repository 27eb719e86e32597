import { randomUUID } from 'node:crypto';
import wrtc from '@roamhq/wrtc';
import { Metadata } from '@grpc/grpc-js';
import { callV1, sfuV1 } from '@videocall/contracts';
import { Device, type types as mediasoup } from 'mediasoup-client';
import { openBeep, openFlash, WIDTH, HEIGHT, type BeaconTrack } from './beacon.js';
import type { Member, ScriptedOrchestrator } from './scripted-orchestrator.js';
import type { SfuNodeProcess } from './sfu-node-process.js';

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

const { TrackSource, QualityProfile } = callV1;
const POLICY: sfuV1.PeerPolicy = {
  version: 1,
  allowedSources: [TrackSource.MICROPHONE, TrackSource.CAMERA, TrackSource.SCREEN, TrackSource.SCREEN_AUDIO],
  mutedByHost: [],
  canSubscribe: true,
  sendProfile: QualityProfile.AUTO,
  receiveProfile: QualityProfile.AUTO,
};

/** Somebody in the recorded call who sends beacons, on a real WebRTC stack with real encoders. */
export class Caller {
  readonly #captured = new Map<string, BeaconTrack>();
  readonly #producers = new Map<string, mediasoup.Producer>();

  private constructor(
    readonly member: Member,
    private readonly node: SfuNodeProcess,
    private readonly peerId: string,
    private readonly metadata: Metadata,
    private readonly transport: mediasoup.Transport,
  ) {}

  static async join(orchestrator: ScriptedOrchestrator, node: SfuNodeProcess, name: string): Promise<Caller> {
    const device = new Device({ handlerName: 'Chrome111' });
    await device.load({ routerRtpCapabilities: JSON.parse(node.hello.codecListJson) as mediasoup.RtpCapabilities });
    const [participantId, peerId] = [`part_${randomUUID()}`, `peer_${randomUUID()}`];
    const { snapshot } = await node.control.openPeer({
      callId: orchestrator.callId,
      participantId,
      peerId,
      rtpCapabilitiesJson: JSON.stringify(device.recvRtpCapabilities),
      codecListHash: node.hello.codecListHash,
      policy: POLICY,
    });
    const offered = snapshot?.transports.find(({ direction }) => direction === sfuV1.TransportDirection.SEND);
    if (!offered) throw new Error('no transport to send on');
    const metadata = new Metadata();
    metadata.set('x-peer-ticket', await orchestrator.peerTicket(participantId, peerId));
    const member: Member = { id: participantId, name, joinedAt: new Date() };
    orchestrator.members.push(member);
    const transport = device.createSendTransport({
      id: offered.id,
      iceParameters: JSON.parse(offered.iceParametersJson) as mediasoup.IceParameters,
      iceCandidates: JSON.parse(offered.iceCandidatesJson) as mediasoup.IceCandidate[],
      dtlsParameters: JSON.parse(offered.dtlsParametersJson) as mediasoup.DtlsParameters,
    });
    const caller = new Caller(member, node, peerId, metadata, transport);
    caller.#negotiate(offered.direction);
    return caller;
  }

  /** @returns the track's id */
  async speak(): Promise<string> {
    return await this.#produce('MICROPHONE', openBeep(), {});
  }

  /** @returns the track's id */
  async show(source: 'CAMERA' | 'SCREEN' = 'CAMERA'): Promise<string> {
    return await this.#produce(source, openFlash(), { encodings: [{ maxBitrate: 300_000 }] });
  }

  async setMuted(trackId: string, muted: boolean): Promise<void> {
    const producer = this.#producers.get(trackId);
    if (muted) producer?.pause();
    else producer?.resume();
    await this.node.signalling.setTrackMuted({ trackId, muted }, { metadata: this.metadata });
  }

  async stop(trackId: string): Promise<void> {
    await this.node.signalling.unpublish({ trackId }, { metadata: this.metadata });
    this.#producers.get(trackId)?.close();
    this.#captured.get(trackId)?.stop();
    this.#captured.delete(trackId);
  }

  async leave(): Promise<void> {
    this.vanish();
    await this.node.control.closePeer({ peerId: this.peerId, reason: 'LEAVE_REASON_LEFT' });
    this.member.leftAt = new Date();
  }

  /** As when everything on its side dies. */
  vanish(): void {
    for (const captured of this.#captured.values()) captured.stop();
    this.#captured.clear();
    this.transport.close();
  }

  #negotiate(direction: sfuV1.TransportDirection): void {
    const { metadata } = this;
    this.transport.on('connect', ({ dtlsParameters }, done, failed) => {
      const transports = [{ direction, dtlsParametersJson: JSON.stringify(dtlsParameters) }];
      const request = { transports, publish: [], readySubscriptionIds: [] };
      this.node.signalling.connect(request, { metadata }).then(() => done(), failed);
    });
    this.transport.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
      const source = appData['source'] as 'MICROPHONE' | 'CAMERA' | 'SCREEN';
      const isVideo = kind === 'video';
      const request: sfuV1.PublishRequest = {
        clientTrackId: randomUUID(),
        source: TrackSource[source],
        kind: isVideo ? sfuV1.MediaKind.VIDEO : sfuV1.MediaKind.AUDIO,
        rtpParametersJson: JSON.stringify(rtpParameters),
        muted: false,
        width: isVideo ? WIDTH : 0,
        height: isVideo ? HEIGHT : 0,
      };
      this.node.signalling.publish(request, { metadata }).then(({ track }) => done({ id: track?.id ?? '' }), failed);
    });
  }

  async #produce(source: string, captured: BeaconTrack, options: Partial<mediasoup.ProducerOptions>): Promise<string> {
    const { track } = captured;
    const producer = await this.transport.produce({ ...options, track, appData: { source }, stopTracks: false });
    this.#captured.set(producer.id, captured);
    this.#producers.set(producer.id, producer);
    return producer.id;
  }
}
