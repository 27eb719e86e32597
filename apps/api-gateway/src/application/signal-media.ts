import { Refusal } from '@videocall/errors';
import type { CallOptions } from '@videocall/platform-grpc';
import type { SfuNode } from '../adapters/sfu-nodes.js';
import type { Connection } from './connection.js';
import type { LiveCalls } from './live-calls.js';
import { asMediaLost, isMediaLost } from './media-lost.js';
import type { RenewTicket } from './renew-ticket.js';

/**
 * Media signalling goes straight to the sfu-node, so that it works while the control plane is down. An access token may
 * have expired: the peer ticket says what its holder may do.
 */
export class SignalMedia {
  readonly #live: LiveCalls;
  readonly #renewTicket: RenewTicket;

  constructor(live: LiveCalls, renewTicket: RenewTicket) {
    this.#live = live;
    this.#renewTicket = renewTicket;
  }

  /**
   * @param call asks the sfu-node, with the options given
   * @throws Refusal NOT_JOINED; MEDIA_LOST, after which the client is out of the call and may join again
   */
  async execute<Reply>(
    connection: Connection,
    call: (node: SfuNode, options: CallOptions) => Promise<Reply>,
  ): Promise<Reply> {
    const membership = connection.requireMembership();
    const attempt = () => asMediaLost(() => call(membership.node, membership.mediaCall));
    try {
      return await attempt().catch(async (error: unknown) => {
        if (!(error instanceof Refusal && error.reason === 'TICKET_EXPIRED')) throw error;
        await this.#renewTicket.execute(connection, membership);
        return await attempt();
      });
    } catch (error) {
      if (isMediaLost(error)) this.#live.expel(connection, membership, 'MEDIA_LOST');
      throw error;
    }
  }
}
