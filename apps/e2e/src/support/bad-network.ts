import { availableParallelism } from 'node:os';
import { Network } from '@videocall/testing';
import { startProduct, type Product } from './product.js';

/** A product behind a network that can be made bad. TCP does not reach the media server there. */
export class BadNetwork {
  private constructor(
    readonly network: Network,
    private readonly product: Product,
  ) {}

  static async start(): Promise<BadNetwork> {
    const network = await Network.plan();
    const product = await startProduct(network.environment);
    const { ports } = product.stack;
    const first = ports['sfu-node.media'] ?? 0;
    const media = Array.from({ length: availableParallelism() }, (_, worker) => first + worker);
    await network.lead(ports['web.http'] ?? 0, media);
    return new BadNetwork(network, product);
  }

  /** A tenth is lost each way, and a round trip takes 300 ms and more. */
  loseAndDelay(): void {
    for (const direction of ['UP', 'DOWN'] as const)
      this.network.impair(direction, { lossPercent: 10, delayMs: 150, jitterMs: 40 });
  }

  /** Media gets through no more. */
  block(): void {
    for (const direction of ['UP', 'DOWN'] as const) this.network.impair(direction, { lossPercent: 100 });
  }

  async stop(): Promise<void> {
    await this.product.stop();
    await this.network.close();
  }
}
