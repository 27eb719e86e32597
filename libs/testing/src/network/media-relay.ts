import { createSocket, type Socket } from 'node:dgram';
import { Delivery } from './delivery.ts';
import { CLEAR, Path, type PathConditions, type PathCounts } from './path.ts';

/** UP: from people to the product. */
export type Direction = 'UP' | 'DOWN';

const PRODUCT_ADDRESS = '127.0.0.1';

/** One person's way through the relay, with a socket of its own towards the product, as through a NAT. */
interface Flow {
  readonly port: number;
  readonly inside: Socket;
  readonly paths: Readonly<Record<Direction, Path>>;
  readonly deliveries: Readonly<Record<Direction, Delivery>>;
}

/** Relays the media of one of the product's UDP ports, and does to it what a network does. */
export class MediaRelay {
  isCut = false;
  readonly #outside: Socket;
  readonly #productPort: number;
  readonly #flows = new Map<string, Flow>();
  /** For those who come. */
  readonly #conditions: Record<Direction, PathConditions> = { UP: CLEAR, DOWN: CLEAR };

  /** @param outside bound to where people send to */
  constructor(outside: Socket, productPort: number) {
    this.#outside = outside;
    this.#productPort = productPort;
    outside.on('message', (packet, sender) => {
      const key = `${sender.address}:${sender.port}`;
      const flow = this.#flows.get(key) ?? this.#open(sender.address, sender.port);
      this.#flows.set(key, flow);
      if (this.isCut) return;
      flow.deliveries.UP.send(packet.length, () => flow.inside.send(packet, productPort, PRODUCT_ADDRESS));
    });
  }

  /** @returns whether there is anybody with these ports */
  impair(direction: Direction, change: Partial<PathConditions>, ports: ReadonlySet<number> | undefined): boolean {
    if (!ports) this.#conditions[direction] = { ...this.#conditions[direction], ...change };
    const concerned = [...this.#flows.values()].filter(({ port }) => ports?.has(port) ?? true);
    for (const { paths } of concerned) {
      const path = paths[direction];
      path.conditions = { ...path.conditions, ...change };
    }
    return concerned.length > 0;
  }

  counts(direction: Direction, ports: ReadonlySet<number>): PathCounts[] {
    return [...this.#flows.values()].filter(({ port }) => ports.has(port)).map(({ paths }) => paths[direction].counts);
  }

  close(): void {
    this.#outside.close();
    for (const { inside, deliveries } of this.#flows.values()) {
      deliveries.UP.stop();
      deliveries.DOWN.stop();
      inside.close();
    }
  }

  #open(address: string, port: number): Flow {
    const inside = createSocket('udp4');
    const seed = this.#productPort * 1_000 + this.#flows.size;
    const paths = { UP: new Path(this.#conditions.UP, seed), DOWN: new Path(this.#conditions.DOWN, seed + 500) };
    const deliveries = { UP: new Delivery(paths.UP), DOWN: new Delivery(paths.DOWN) };
    inside.on('message', (packet) => {
      if (!this.isCut) deliveries.DOWN.send(packet.length, () => this.#outside.send(packet, port, address));
    });
    return { port, inside, paths, deliveries };
  }
}
