import { Refusal } from '@videocall/errors';
import type { Id } from './ids.js';

export type MaintenanceId = Id<'mnt'>;

/** A time at which the operator works on the server: announced to everybody, and over at its end by itself (OPS-6). */
export interface Maintenance {
  readonly id: MaintenanceId;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** What people are told besides the times; may be empty. */
  readonly textEn: string;
  readonly textJa: string;
}

/** How far ahead one may be announced. */
export const MAINTENANCE_AHEAD_MS = 90 * 24 * 60 * 60_000;

/** How soon whoever was refused a call may look again, at the latest. */
const RETRY_MS = 60_000;

/**
 * While it goes on, only administrators start calls, to try the server; running calls go on.
 *
 * @throws Refusal MAINTENANCE, its details naming the end
 */
export function requireNoMaintenance(maintenance: Maintenance | undefined, now: Date, admin: boolean): void {
  if (!maintenance || admin || now < maintenance.startsAt) return;
  const left = maintenance.endsAt.getTime() - now.getTime();
  if (left <= 0) return;
  throw new Refusal('MAINTENANCE', {
    retryAfterMs: Math.min(left, RETRY_MS),
    details: { endsAt: maintenance.endsAt.toISOString() },
  });
}
