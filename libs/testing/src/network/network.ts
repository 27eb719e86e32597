import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '@videocall/stack';
import { MediaRelay, type Direction } from './media-relay.ts';
import type { PathConditions, PathCounts } from './path.ts';

/** Where the media ports are announced: a loopback address of their own, behind which the relay stands. */
const MEDIA_ADDRESS = '127.0.0.2';
const PRODUCT_ADDRESS = '127.0.0.1';

/**
 * The network between the people and the product: a relay for the page and its signalling (TCP), and one for the media (UDP).
 * It can be cut: what is sent then is lost (media) or held up until it is mended (TCP), and no connection is closed, as when a
 * cable is pulled. And its media can be impaired, for everybody or for some.
 */
export class Network {
  readonly #port: number;
  readonly #relays: MediaRelay[] = [];
  readonly #streams = new Set<Socket>();
  #server: Server | undefined;
  #signallingCut = false;

  private constructor(port: number) {
    this.#port = port;
  }

  /** Chooses the address of the page; nothing is relayed until {@link lead}. */
  static async plan(): Promise<Network> {
    return new Network(await freePort());
  }

  /** Where people open the page. */
  get origin(): string {
    return `http://${PRODUCT_ADDRESS}:${this.#port}`;
  }

  /** What the product must be started with, to be reached over this network. */
  get environment(): Record<string, Record<string, string>> {
    return {
      'api-gateway': { WEB_ORIGINS: this.origin },
      'call-orchestrator': { PUBLIC_URL: this.origin },
      'sfu-node': { MEDIA_ANNOUNCED_ADDRESS: MEDIA_ADDRESS },
    };
  }

  /** @param mediaPorts the product's UDP ports */
  async lead(webPort: number, mediaPorts: readonly number[]): Promise<void> {
    this.#server = createServer((client) => this.#join(client, connect(webPort, PRODUCT_ADDRESS)));
    await new Promise<void>((resolve) => this.#server?.listen(this.#port, PRODUCT_ADDRESS, resolve));
    for (const port of mediaPorts) this.#relays.push(new MediaRelay(await boundTo(MEDIA_ADDRESS, port), port));
  }

  /**
   * Changes what happens to media from now on.
   *
   * @param ports people's UDP ports that this is for (a page's local ICE candidates have them); without them: everybody's,
   *   those who come later included
   */
  impair(direction: Direction, change: Partial<PathConditions>, ports?: ReadonlySet<number>): void {
    const known = this.#relays.map((relay) => relay.impair(direction, change, ports)).some((found) => found);
    if (ports && !known) throw new RangeError(`no media has come from the ports ${[...ports].join(', ')}`);
  }

  /** What went through, of the people with these UDP ports. */
  counts(direction: Direction, ports: ReadonlySet<number>): PathCounts {
    const counts = this.#relays.flatMap((relay) => relay.counts(direction, ports));
    const sum = (figure: keyof PathCounts): number => counts.reduce((total, each) => total + each[figure], 0);
    return { sent: sum('sent'), lost: sum('lost'), dropped: sum('dropped') };
  }

  cut(): void {
    this.#signallingCut = true;
    for (const stream of this.#streams) stream.pause();
    this.cutMedia();
  }

  /** Media alone: signalling goes on. */
  cutMedia(): void {
    for (const relay of this.#relays) relay.isCut = true;
  }

  /** What was cut works again; what was impaired stays so. */
  mend(): void {
    for (const relay of this.#relays) relay.isCut = false;
    this.#signallingCut = false;
    for (const stream of this.#streams) stream.resume();
  }

  async close(): Promise<void> {
    for (const stream of this.#streams) stream.destroy();
    for (const relay of this.#relays) relay.close();
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()));
  }

  #join(client: Socket, product: Socket): void {
    for (const [from, to] of [
      [client, product],
      [product, client],
    ] as const) {
      this.#streams.add(from);
      from.on('data', (data) => to.write(data));
      if (this.#signallingCut) from.pause();
      from.on('close', () => {
        this.#streams.delete(from);
        to.destroy();
      });
      // An error closes the stream, which is all there is to do about it.
      from.on('error', () => from.destroy());
    }
  }
}

async function boundTo(address: string, port: number): Promise<UdpSocket> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, address, () => {
      socket.off('error', reject);
      resolve();
    });
  });
  return socket;
}
