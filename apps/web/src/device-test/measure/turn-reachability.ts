import type { MediaConfiguration } from '@videocall/signalling';
import type { Reachability } from './verdict.js';

const GATHERING_MS = 6_000;

/** Whether a TURN server gives an address to this browser: what a restrictive network leaves as the last way. */
export async function turnReachability(iceServers: MediaConfiguration['iceServers']): Promise<Reachability> {
  const relays = iceServers.filter(({ urls }) => urls.some((url) => /^turns?:/.test(url)));
  if (relays.length === 0) return 'NOT_CONFIGURED';
  const connection = new RTCPeerConnection({ iceServers: [...relays], iceTransportPolicy: 'relay' });
  try {
    connection.createDataChannel('reachability');
    const relayed = new Promise<Reachability>((resolve) => {
      connection.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate === null) resolve('BLOCKED');
        else if (candidate.type === 'relay') resolve('WORKS');
      });
      // Credentials that are refused leave it gathering for ever.
      setTimeout(() => resolve('BLOCKED'), GATHERING_MS);
    });
    await connection.setLocalDescription(await connection.createOffer());
    return await relayed;
  } finally {
    connection.close();
  }
}
