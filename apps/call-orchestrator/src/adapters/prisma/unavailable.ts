import { Refusal } from '@videocall/errors';
import { Prisma } from '@videocall/platform-database';
import { z } from 'zod';

const RETRY_MS = 500;
/** Prisma's codes for a database that cannot be reached (P1…), a pool without a free connection, a transaction cut off. */
const UNAVAILABLE = /^P1\d{3}$|^P2024$|^P2028$/;
/** PostgreSQL's: a statement was cancelled because it took too long, or waited too long for a row. */
const TOO_SLOW = /^57014$|^55P03$/;

/** Work that failed because the database is away or has no connection free is refused as such; it may be tried again. */
export async function refuseIfUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const isAway =
      cause instanceof Prisma.PrismaClientInitializationError ||
      (cause instanceof Prisma.PrismaClientKnownRequestError &&
        (UNAVAILABLE.test(cause.code) || TOO_SLOW.test(originalCode(cause))));
    throw isAway ? new Refusal('SERVICE_UNAVAILABLE', { retryAfterMs: RETRY_MS, cause }) : cause;
  }
}

/** What the database itself answered to a query that was written by hand. */
function originalCode({ meta }: Prisma.PrismaClientKnownRequestError): string {
  const failure = z
    .object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }) })
    .safeParse(meta);
  return failure.success ? failure.data.driverAdapterError.cause.originalCode : '';
}
