import { connect } from 'node:net';

const TIMEOUT_MS = 500;

/**
 * Whether a host says that nobody listens on a port: whoever did is no more. Silence says nothing of the kind.
 *
 * @param address `host:port`
 */
export function refusesConnections(address: string): Promise<boolean> {
  const [, host, port] = /^\[?(.+?)\]?:(\d+)$/.exec(address) ?? [];
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), timeout: TIMEOUT_MS });
    const answer = (refused: boolean) => {
      socket.destroy();
      resolve(refused);
    };
    socket.once('connect', () => answer(false));
    socket.once('timeout', () => answer(false));
    socket.once('error', (error: NodeJS.ErrnoException) => answer(isRefusal(error)));
  });
}

/** A name with several addresses is refused by all of them (RFC 8305): Node gathers what each said. */
function isRefusal(error: NodeJS.ErrnoException): boolean {
  if (error instanceof AggregateError) return error.errors.every((each: NodeJS.ErrnoException) => isRefusal(each));
  return error.code === 'ECONNREFUSED';
}
