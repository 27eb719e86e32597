import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { callV1 } from '@videocall/contracts';
import type { Caller } from '../adapters/access-tokens.js';
import { repeatably, type Orchestrator } from '../adapters/services.js';
import type { SfuNodes } from '../adapters/sfu-nodes.js';
import { required } from '../mapping/required.js';
import { ticketMetadata } from './membership.js';

/** A server-side participant's stream on its sfu-node. */
export type NodeMediaStream = ClientDuplexStream<callV1.MediaPacket, callV1.MediaPacket>;

/** Leads a server-side participant to its media (CALL-4): the orchestrator says where, the sfu-node streams. */
export class OpenMedia {
  readonly #orchestrator: Orchestrator;
  readonly #nodes: SfuNodes;

  constructor(orchestrator: Orchestrator, nodes: SfuNodes) {
    this.#orchestrator = orchestrator;
    this.#nodes = nodes;
  }

  /**
   * @throws Refusal CALL_NOT_FOUND, PARTICIPANT_NOT_FOUND, PARTICIPANT_FOREIGN, PARTICIPANT_LEFT, PARTICIPANT_REMOVED,
   *   MEDIA_LOST
   */
  async execute(caller: Caller, request: callV1.OpenMedia): Promise<NodeMediaStream> {
    const reply = await this.#orchestrator.getPeerAccess(request, repeatably(caller));
    const { nodeAddress, ticket } = required(reply.peer);
    return this.#nodes.at(nodeAddress).media.streamMedia(ticketMetadata(ticket));
  }
}
