import type { sfuV1 } from '@videocall/contracts';
import type { DtlsParameters, IceCandidate as MediasoupCandidate, IceParameters } from 'mediasoup/types';
import {
  IceCandidate,
  RTCDtlsFingerprint,
  RTCDtlsParameters,
  RTCDtlsTransport,
  RTCIceGatherer,
  RTCIceParameters,
  RTCIceTransport,
  RtcpPayloadSpecificFeedback,
  RtcpSenderInfo,
  RtcpSrPacket,
  RtpHeader,
  type RtpPacket,
} from 'werift';

/** SRTP_AES128_CM_HMAC_SHA1_80 (RFC 5764, section 4.1.2). */
const AES128_CM_HMAC_SHA1_80 = 0x0001;
/** Feedback of the same packet type as PLI and FIR that asks for no keyframe. */
const RECEIVER_ESTIMATED_BITRATE = 15;

/** Seconds between the epochs of NTP (1900) and Unix (1970). */
const NTP_EPOCH_OFFSET = 2_208_988_800;
/** RFC 8285, section 4.2. */
const ONE_BYTE_EXTENSIONS = 0xbede;

export interface OutgoingPacket {
  readonly payload: Buffer;
  readonly ssrc: number;
  readonly payloadType: number;
  /** 16 bits */
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
  readonly extensions?: readonly { readonly id: number; readonly payload: Buffer }[];
}

/** One end of a real WebRTC connection: ICE, DTLS and SRTP by a stack other than mediasoup's, RTP by the test. */
export class WebRtcLink {
  readonly #ice: RTCIceTransport;
  readonly #dtls: RTCDtlsTransport;
  readonly #server: sfuV1.WebRtcTransport;

  private constructor(ice: RTCIceTransport, dtls: RTCDtlsTransport, server: sfuV1.WebRtcTransport) {
    this.#ice = ice;
    this.#dtls = dtls;
    this.#server = server;
  }

  static async prepare(server: sfuV1.WebRtcTransport): Promise<WebRtcLink> {
    const ice = new RTCIceTransport(new RTCIceGatherer({ additionalHostAddresses: ['127.0.0.1'], useIpv6: false }));
    ice.connection.iceControlling = true;
    const certificate = await RTCDtlsTransport.SetupCertificate();
    const dtls = new RTCDtlsTransport({}, ice, certificate, [AES128_CM_HMAC_SHA1_80]);
    dtls.role = 'client';
    return new WebRtcLink(ice, dtls, server);
  }

  /** For the message that connects the transport. */
  get connection(): sfuV1.TransportConnection {
    const fingerprints = this.#dtls.localParameters.fingerprints.map(({ value }) => ({ algorithm: 'sha-256', value }));
    return { direction: this.#server.direction, dtlsParametersJson: JSON.stringify({ role: 'client', fingerprints }) };
  }

  /** Resolves once media can flow. */
  async start(): Promise<void> {
    const { iceParametersJson, iceCandidatesJson, dtlsParametersJson } = this.#server;
    await this.#ice.gather();
    this.#ice.setRemoteParams(new RTCIceParameters(JSON.parse(iceParametersJson) as IceParameters));
    const candidates = (JSON.parse(iceCandidatesJson) as MediasoupCandidate[]).filter(
      ({ protocol }) => protocol === 'udp',
    );
    for (const { foundation, ip, port, priority, protocol, type } of candidates) {
      await this.#ice.addRemoteCandidate(new IceCandidate(1, foundation, ip, port, priority, protocol, type));
    }
    await this.#ice.addRemoteCandidate(undefined);
    const { fingerprints } = JSON.parse(dtlsParametersJson) as DtlsParameters;
    const remote = fingerprints.map(({ algorithm, value }) => new RTCDtlsFingerprint(algorithm, value));
    this.#dtls.setRemoteParams(new RTCDtlsParameters(remote, 'server'));
    await this.#ice.start();
    await this.#dtls.start();
  }

  send({ payload, sequence, extensions = [], ...rest }: OutgoingPacket): void {
    if (this.#dtls.state !== 'connected') return;
    const header = new RtpHeader({ ...rest, sequenceNumber: sequence });
    if (extensions.length > 0) {
      header.extension = true;
      header.extensionProfile = ONE_BYTE_EXTENSIONS;
      header.extensions = extensions.map(({ id, payload: content }) => ({ id, payload: content }));
    }
    // A packet that the socket refuses is a packet lost.
    this.#dtls.sendRtp(payload, header).catch(() => undefined);
  }

  /**
   * A sender report (RFC 3550, section 6.4.1): what ties the layers' timestamps together.
   *
   * @param at milliseconds of `performance.now()`
   * @param timestamp of the stream at that moment, RTP ticks
   */
  report(ssrc: number, at: number, timestamp: number, packetCount: number): void {
    if (this.#dtls.state !== 'connected') return;
    const seconds = (performance.timeOrigin + at) / 1000 + NTP_EPOCH_OFFSET;
    const ntpTimestamp = (BigInt(Math.floor(seconds)) << 32n) | BigInt(Math.floor((seconds % 1) * 2 ** 32));
    const senderInfo = new RtcpSenderInfo({ ntpTimestamp, rtpTimestamp: timestamp, packetCount, octetCount: 0 });
    this.#dtls.sendRtcp([new RtcpSrPacket({ ssrc, senderInfo })]).catch(() => undefined);
  }

  onRtp(listener: (packet: RtpPacket) => void): void {
    this.#dtls.onRtp.subscribe(listener);
  }

  /** The server asks for a keyframe. */
  onKeyframeRequest(listener: () => void): void {
    this.#dtls.onRtcp.subscribe((packet) => {
      if (packet instanceof RtcpPayloadSpecificFeedback && packet.feedback.count !== RECEIVER_ESTIMATED_BITRATE)
        listener();
    });
  }

  async stop(): Promise<void> {
    await this.#ice.stop();
  }
}
