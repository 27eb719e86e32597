import type { types } from 'mediasoup';
import {
  IceCandidate,
  RTCDtlsFingerprint,
  RTCDtlsParameters,
  RTCDtlsTransport,
  RTCIceGatherer,
  RTCIceParameters,
  RTCIceTransport,
} from 'werift';

/** SRTP_AES128_CM_HMAC_SHA1_80 (RFC 5764, section 4.1.2). */
const AES128_CM_HMAC_SHA1_80 = 0x0001;

/**
 * Connects a WebRTC stack written apart from mediasoup to one of its transports: ICE, DTLS, SRTP.
 * @param role which side of the DTLS handshake the returned transport takes; mediasoup takes the other
 */
export async function connectWeriftPeer(
  transport: types.WebRtcTransport,
  role: 'client' | 'server',
): Promise<RTCDtlsTransport> {
  const gatherer = new RTCIceGatherer({ additionalHostAddresses: ['127.0.0.1'], useIpv6: false });
  const ice = new RTCIceTransport(gatherer);
  ice.connection.iceControlling = true;
  const certificate = await RTCDtlsTransport.SetupCertificate();
  const dtls = new RTCDtlsTransport({}, ice, certificate, [AES128_CM_HMAC_SHA1_80]);
  dtls.role = role;

  await ice.gather();
  ice.setRemoteParams(new RTCIceParameters(transport.iceParameters));
  for (const { foundation, ip, port, priority, protocol, type } of transport.iceCandidates) {
    await ice.addRemoteCandidate(new IceCandidate(1, foundation, ip, port, priority, protocol, type));
  }
  await ice.addRemoteCandidate(undefined);

  const fingerprints = transport.dtlsParameters.fingerprints.map(
    ({ algorithm, value }) => new RTCDtlsFingerprint(algorithm, value),
  );
  dtls.setRemoteParams(new RTCDtlsParameters(fingerprints, role === 'client' ? 'server' : 'client'));
  const own = certificate.getFingerprints().map(({ value }) => ({ algorithm: 'sha-256' as const, value }));
  await transport.connect({ dtlsParameters: { role, fingerprints: own } });
  await ice.start();
  await dtls.start();
  return dtls;
}
