import { Refusal } from '@videocall/errors';
import { Prisma } from '@videocall/platform-database';

const RETRY_MS = 500;
/** Prisma's codes for a database that cannot be reached (P1…), a pool without a free connection, a transaction cut off. */
const UNAVAILABLE = /^P1\d{3}$|^P2024$|^P2028$/;

/** Work that failed because the database is away or has no connection free is refused as such; it may be tried again. */
export async function refuseIfUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const isAway =
      cause instanceof Prisma.PrismaClientInitializationError ||
      (cause instanceof Prisma.PrismaClientKnownRequestError && UNAVAILABLE.test(cause.code));
    throw isAway ? new Refusal('SERVICE_UNAVAILABLE', { retryAfterMs: RETRY_MS, cause }) : cause;
  }
}
