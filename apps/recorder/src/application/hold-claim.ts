import { Logger } from '@nestjs/common';
import type { Claim, ProcessingTable } from './ports/processing-table.js';

/** How long a claim stands without being renewed: as long as others wait after a crash. */
export const CLAIM_MS = 5_000;
const RENEW_EVERY_MS = 1_500;

const logger = new Logger('Claim');

/**
 * Does work under a claim that is renewed meanwhile. The signal that the work gets is aborted when the claim is lost or
 * `stopping` is.
 */
export async function underClaim<T>(
  table: Pick<ProcessingTable, 'renew'>,
  recordingId: string,
  claim: Claim,
  stopping: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const renewing = setInterval(() => {
    table.renew(recordingId, claim).then(
      (held) => held || lost.abort(new Error(`another worker has taken ${recordingId}`)),
      (error: unknown) => logger.warn({ err: error, msg: 'a claim could not be renewed', recordingId }),
    );
  }, RENEW_EVERY_MS);
  try {
    return await work(AbortSignal.any([stopping, lost.signal]));
  } finally {
    clearInterval(renewing);
  }
}
