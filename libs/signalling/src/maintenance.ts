import { z } from 'zod';
import { Id, Instant } from './vocabulary.js';

/** A time at which the operator works on the server: no call is started then, and running calls go on (OPS-6). */
export const Maintenance = z.object({
  id: Id,
  startsAt: Instant,
  /** It ends then by itself. */
  endsAt: Instant,
  /** What people are told besides the times; may be empty. */
  text: z.object({ en: z.string(), ja: z.string() }),
});
export type Maintenance = z.infer<typeof Maintenance>;
