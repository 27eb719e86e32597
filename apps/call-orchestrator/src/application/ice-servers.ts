import type { callV1 } from '@videocall/contracts';

/** STUN and TURN servers that the operator set, for Nest to hand out. */
export class IceServers {
  readonly servers: readonly callV1.IceServer[];

  constructor(servers: readonly callV1.IceServer[]) {
    this.servers = servers;
  }
}
