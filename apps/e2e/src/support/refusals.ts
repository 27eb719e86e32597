import { RestRefusal } from '@videocall/synthetic-participant/rest';
import { SignallingRefusal } from '@videocall/synthetic-participant/signalling-client';
import { GrpcRefusal } from './grpc-calls.js';

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
