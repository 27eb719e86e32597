import { GrpcRefusal } from './grpc-calls.js';
import { RestRefusal } from './rest.js';
import { SignallingRefusal } from './signalling-client.js';

/** The reason with which something was refused, over any edge; `ACCEPTED` where it was not. Other failures are thrown. */
export async function reasonOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'ACCEPTED';
  } catch (error) {
    if (error instanceof RestRefusal || error instanceof SignallingRefusal || error instanceof GrpcRefusal)
      return error.reason;
    throw error;
  }
}
