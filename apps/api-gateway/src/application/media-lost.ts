import { Refusal, type Reason } from '@videocall/errors';

/** What a sfu-node says of a peer that it does not hold (any more): it restarted, or the peer was closed. */
const LOST: ReadonlySet<Reason> = new Set(['PEER_NOT_FOUND', 'TICKET_FOREIGN', 'MEDIA_LOST']);

export function isMediaLost(error: unknown): boolean {
  return error instanceof Refusal && LOST.has(error.reason);
}

/** Runs a call to a sfu-node; what means that the peer is gone becomes MEDIA_LOST, which tells a client to join anew. */
export async function asMediaLost<Reply>(call: () => Promise<Reply>): Promise<Reply> {
  try {
    return await call();
  } catch (error) {
    throw isMediaLost(error) ? new Refusal('MEDIA_LOST', { cause: error }) : error;
  }
}
