import { Injectable } from '@nestjs/common';
import type { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import type { Caller } from '../domain/caller.js';
import { IceServers } from './ports/ice-servers.js';
import { MediaNodes } from './ports/media-nodes.js';

const RETRY_MS = 1_000;

/** What a client needs before it joins: the codec list all routers share, and the ICE servers. */
@Injectable()
export class GetMediaConfiguration {
  readonly #nodes: MediaNodes;
  readonly #iceServers: IceServers;

  constructor(nodes: MediaNodes, iceServers: IceServers) {
    this.#nodes = nodes;
    this.#iceServers = iceServers;
  }

  /** @throws Refusal NO_MEDIA_NODE before any sfu-node was seen. */
  execute({ identityId }: Caller): callV1.GetMediaConfigurationResponse {
    const codecList = this.#nodes.codecList;
    if (!codecList) throw new Refusal('NO_MEDIA_NODE', { retryAfterMs: RETRY_MS });
    return {
      codecListJson: codecList.json,
      codecListHash: codecList.hash,
      iceServers: this.#iceServers.of(identityId),
    };
  }
}
