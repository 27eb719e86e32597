import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Whatever is told outside of the VPS: stands where Slack and the watcher of heartbeats are. */
export class Sink {
  readonly #server: Server;
  /** By path: the bodies posted there, in order. */
  readonly #received = new Map<string, string[]>();

  private constructor() {
    this.#server = createServer((request, response) => {
      text(request).then(
        (body) => {
          const path = request.url ?? '/';
          this.#received.set(path, [...(this.#received.get(path) ?? []), body]);
          response.end('ok');
        },
        () => response.destroy(),
      );
    });
  }

  /** Listens on every address of the host that the test runs on. */
  static async open(): Promise<Sink> {
    const sink = new Sink();
    sink.#server.listen(0, '0.0.0.0');
    await once(sink.#server, 'listening');
    return sink;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  received(path: string): readonly string[] {
    return this.#received.get(path) ?? [];
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
