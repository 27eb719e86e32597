import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '@videocall/testing';

/** Where the media ports are announced: a loopback address of their own, behind which the relay stands. */
const MEDIA_ADDRESS = '127.0.0.2';
const PRODUCT_ADDRESS = '127.0.0.1';

/**
 * The network between the people and the product, which can be cut: a relay for the page and its signalling (TCP), and one for the
 * media (UDP). What is sent while it is cut is lost (media) or held up until it is mended (TCP), and no connection is closed, as
 * when a cable is pulled.
 */
export class Network {
  readonly #udp: UdpSocket[] = [];
  readonly #streams = new Set<Socket>();
  #server: Server | undefined;
  #mediaCut = false;
  #signallingCut = false;

  private constructor(private readonly port: number) {}

  /** Chooses the address of the page; nothing is relayed until {@link lead}. */
  static async plan(): Promise<Network> {
    return new Network(await freePort());
  }

  /** Where people open the page. */
  get origin(): string {
    return `http://${PRODUCT_ADDRESS}:${this.port}`;
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
    await new Promise<void>((resolve) => this.#server?.listen(this.port, PRODUCT_ADDRESS, resolve));
    await Promise.all(mediaPorts.map((port) => this.#relayMedia(port)));
  }

  cut(): void {
    this.#signallingCut = true;
    for (const stream of this.#streams) stream.pause();
    this.cutMedia();
  }

  /** Media alone: signalling goes on. */
  cutMedia(): void {
    this.#mediaCut = true;
  }

  mend(): void {
    this.#mediaCut = false;
    this.#signallingCut = false;
    for (const stream of this.#streams) stream.resume();
  }

  async close(): Promise<void> {
    for (const stream of this.#streams) stream.destroy();
    for (const socket of this.#udp) socket.close();
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

  /** Each sender gets a socket of its own towards the product, as through a NAT. */
  async #relayMedia(port: number): Promise<void> {
    const outside = await this.#bind(MEDIA_ADDRESS, port);
    const insides = new Map<string, Promise<UdpSocket>>();
    const towardsProduct = async (address: string, senderPort: number): Promise<UdpSocket> => {
      const inside = await this.#bind(PRODUCT_ADDRESS, 0);
      inside.on('message', (packet) => {
        if (!this.#mediaCut) outside.send(packet, senderPort, address);
      });
      return inside;
    };
    outside.on('message', (packet, sender) => {
      const key = `${sender.address}:${sender.port}`;
      const inside = insides.get(key) ?? towardsProduct(sender.address, sender.port);
      insides.set(key, inside);
      void inside.then((socket) => {
        if (!this.#mediaCut) socket.send(packet, port, PRODUCT_ADDRESS);
      });
    });
  }

  async #bind(address: string, port: number): Promise<UdpSocket> {
    const socket = createSocket('udp4');
    this.#udp.push(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(port, address, () => {
        socket.off('error', reject);
        resolve();
      });
    });
    return socket;
  }
}
