import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A TCP proxy whose traffic, in one direction, stands still while it is told so. */
export class StallingProxy {
  readonly #server: Server;
  readonly #pairs = new Set<{ readonly client: Socket; readonly server: Socket }>();
  #stalled: 'requests' | 'replies' | undefined;

  private constructor(port: number) {
    this.#server = createServer((client) => {
      const server = connect(port, '127.0.0.1');
      const pair = { client, server };
      this.#pairs.add(pair);
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        from.on('data', (chunk) => to.write(chunk));
        from.on('close', () => to.destroy());
        // A side that was killed resets its connection.
        from.on('error', () => to.destroy());
      }
      client.on('close', () => this.#pairs.delete(pair));
      this.#apply(pair);
    });
  }

  /**
   * @param port what it stands before, on 127.0.0.1
   * @param listenPort where it listens; 0: anywhere
   */
  static async start(port: number, listenPort = 0): Promise<StallingProxy> {
    const proxy = new StallingProxy(port);
    await once(proxy.#server.listen(listenPort, '127.0.0.1'), 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get address(): string {
    return `localhost:${this.port}`;
  }

  /** From now on requests (from the client) or replies (to it) are held back. */
  stall(direction: 'requests' | 'replies'): void {
    this.#stalled = direction;
    for (const pair of this.#pairs) this.#apply(pair);
  }

  /** Drops what was held back, with its connections; new ones pass. */
  cut(): void {
    this.#stalled = undefined;
    for (const { client, server } of this.#pairs) {
      client.destroy();
      server.destroy();
    }
  }

  stop(): void {
    this.cut();
    this.#server.close();
  }

  #apply({ client, server }: { readonly client: Socket; readonly server: Socket }): void {
    if (this.#stalled === 'requests') client.pause();
    if (this.#stalled === 'replies') server.pause();
  }
}
