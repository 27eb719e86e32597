import { limitsOf } from '@videocall/quality-profiles';
import type { CallMedia } from './call-media.js';
import type { Peer } from './peer.js';

/** What a receive profile allows in all; AUTO follows the path alone. */
export async function capReceiving(peer: Peer): Promise<void> {
  const { receiveProfile } = peer.policy;
  const transport = peer.receiveTransport;
  if (!transport) return;
  const isCapped = transport.appData['capped'] === true;
  if (receiveProfile === 'AUTO' && !isCapped) return;
  // 0 lifts the cap.
  await transport.setMaxOutgoingBitrate(receiveProfile === 'AUTO' ? 0 : limitsOf(receiveProfile, 'VP8').maxBitrate);
  transport.appData['capped'] = receiveProfile !== 'AUTO';
}

/** Holds what comes in from a peer to its send profile: a well-behaved sender is told to send no more (REMB). */
export async function capSending(call: CallMedia, peer: Peer): Promise<void> {
  const transport = peer.transport('SEND')?.webRtc;
  const caps = call.tracksOf(peer).flatMap(({ video }) => {
    return video ? [limitsOf(peer.policy.sendProfile, video.codec).maxBitrate] : [];
  });
  if (transport && !transport.closed && caps.length > 0) await transport.setMaxIncomingBitrate(Math.max(...caps));
}
