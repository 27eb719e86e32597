import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';

/** A port as ufw writes it: 443/tcp. */
export type Port = `${number}/${'tcp' | 'udp'}`;

/** How long nothing must come before a port counts as closed. On one machine an answer takes a millisecond. */
const SILENCE_MS = 1_500;
/** UDP may lose one; a closed port answers none. */
const DATAGRAMS = 3;

/**
 * Which of the ports answer, tried from where this process is, all at once.
 * @param address IPv4 or IPv6
 */
export async function openPorts(address: string, ports: readonly Port[]): Promise<Port[]> {
  const open = await Promise.all(
    ports.map(async (port) => {
      const [number = '', transport] = port.split('/');
      return (await (transport === 'udp' ? answersUdp : answersTcp)(address, Number(number))) ? [port] : [];
    }),
  );
  return open.flat();
}

function answersTcp(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: SILENCE_MS });
    const end = (open: boolean) => (): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', end(true)).once('timeout', end(false)).once('error', end(false));
  });
}

function answersUdp(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    const end = (open: boolean) => (): void => {
      clearTimeout(timer);
      socket.close();
      resolve(open);
    };
    const timer = setTimeout(end(false), SILENCE_MS);
    socket.once('message', end(true)).once('error', end(false));
    socket.connect(port, host, () => {
      for (let sent = 0; sent < DATAGRAMS; sent += 1) socket.send('anybody there?');
    });
  });
}
