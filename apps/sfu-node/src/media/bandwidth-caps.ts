import { limitsOf } from '@videocall/quality-profiles';
import type { WebRtcTransport } from 'mediasoup/types';
import type { CallMedia } from './call-media.js';
import type { Peer } from './peer.js';

/** What a receive profile allows in all; AUTO follows the path alone. */
export async function capReceiving(peer: Peer): Promise<void> {
  const { receiveProfile } = peer.policy;
  const transport = peer.receiveTransport;
  if (!transport) return;
  const isCapped = transport.appData['capped'] === true;
  if (receiveProfile === 'AUTO' && !isCapped) return;
  // A cap below what is being tried would be refused.
  await tryCarrying(transport, undefined);
  // 0 lifts the cap.
  await transport.setMaxOutgoingBitrate(receiveProfile === 'AUTO' ? 0 : limitsOf(receiveProfile, 'VP8').maxBitrate);
  transport.appData['capped'] = receiveProfile !== 'AUTO';
}

/**
 * Has congestion control take the path to carry so much, until the next look at the receiver. Then its least estimate is its own
 * again: by what it saw of the path meanwhile it keeps the higher figure or falls.
 *
 * @param bitrate bit/s; undefined: what it finds by itself
 */
export async function tryCarrying(transport: WebRtcTransport, bitrate: number | undefined): Promise<void> {
  // A cap is a choice, and nothing beyond it is to be found.
  const least = transport.appData['capped'] === true ? 0 : Math.ceil(bitrate ?? 0);
  if (least === (transport.appData['leastEstimate'] ?? 0)) return;
  transport.appData['leastEstimate'] = least;
  await transport.setMinOutgoingBitrate(least);
}

/** Holds what comes in from a peer to its send profile: a well-behaved sender is told to send no more (REMB). */
export async function capSending(call: CallMedia, peer: Peer): Promise<void> {
  const transport = peer.transport('SEND')?.webRtc;
  const caps = call.tracksOf(peer).flatMap(({ video }) => {
    return video ? [limitsOf(peer.policy.sendProfile, video.codec).maxBitrate] : [];
  });
  if (transport && !transport.closed && caps.length > 0) await transport.setMaxIncomingBitrate(Math.max(...caps));
}
