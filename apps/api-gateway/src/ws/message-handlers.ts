import type { ReplyOf, RequestName, RequestOf } from '@videocall/signalling';
import type { Connection } from '../application/connection.js';

/** What answers each message, by its name; a refusal is thrown. */
export type MessageHandlers<Names extends RequestName = RequestName> = {
  readonly [N in Names]: (connection: Connection, request: RequestOf<N>) => Promise<ReplyOf<N>>;
};
