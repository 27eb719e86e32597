import { Refusal } from '@videocall/errors';
import { z } from 'zod';

/**
 * What a caller is told about an error: refusals as they are, what a schema rejected as REQUEST_INVALID with the fields at
 * fault, and everything else as INTERNAL with the error as its cause (for the log only).
 */
export function refusalFrom(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof z.core.$ZodError) {
    const fields = error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
    return new Refusal('REQUEST_INVALID', { details: { fields }, cause: error });
  }
  return new Refusal('INTERNAL', { cause: error });
}
