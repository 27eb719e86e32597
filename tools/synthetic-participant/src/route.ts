import type { Joined } from '@videocall/signalling';
import type { types as mediasoup } from 'mediasoup-client';

/**
 * The one way on which a participant's media may go: to the server over UDP or TCP, or over the TURN relays that the server
 * names, reached over UDP or TCP.
 */
export type Way = 'udp' | 'tcp' | 'relay-udp' | 'relay-tcp';

/** Where media really goes, as ICE has chosen. */
export interface Route {
  /** Whether it goes over a relay. */
  readonly relayed: boolean;
  /** Between the participant and the server, or the relay. */
  readonly protocol: string;
  /** The server's address, which the participant or the relay sends to. */
  readonly serverAddress: string;
}

/** What a transport may use of all that there is. @throws Error when the server names no relay of the kind */
export function onlyBy(
  way: Way | undefined,
  transport: mediasoup.TransportOptions,
  servers: Joined['iceServers'],
): mediasoup.TransportOptions {
  if (way === undefined) return transport;
  if (way === 'udp' || way === 'tcp')
    return { ...transport, iceCandidates: transport.iceCandidates.filter(({ protocol }) => protocol === way) };
  const wanted = way === 'relay-udp' ? /^turn:.*transport=udp$/ : /^turn:.*transport=tcp$/;
  const iceServers = servers.flatMap(({ urls, ...credential }) => {
    const those = [urls].flat().filter((url) => wanted.test(url));
    return those.length > 0 ? [{ ...credential, urls: those }] : [];
  });
  if (iceServers.length === 0) throw new Error(`the server names no relay over ${way.slice('relay-'.length)}`);
  return { ...transport, iceServers, iceTransportPolicy: 'relay' };
}
