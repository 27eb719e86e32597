import { SignallingError } from '@videocall/signalling';
import { z } from 'zod';

/** The body of every refused request. `Retry-After` is `retryAfterMs` in whole seconds. */
export const ErrorReply = z.object({ error: SignallingError });
export type ErrorReply = z.infer<typeof ErrorReply>;
