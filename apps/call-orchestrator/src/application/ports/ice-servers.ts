import type { callV1 } from '@videocall/contracts';

/** STUN and TURN servers for a client. An abstract class, so that Nest can hand it out. */
export abstract class IceServers {
  /** @param identityId whose use of the TURN server the credentials stand for */
  abstract of(identityId: string): callV1.IceServer[];
}
