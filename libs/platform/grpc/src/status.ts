import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { isReason, Refusal, REFUSAL_KINDS, type Reason } from '@videocall/errors';

/** A refusal as gRPC carries it: code, message, and metadata `reason`, `retry-after-ms`, `details-bin` (JSON). */
export interface RefusalStatus {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

export function statusFromRefusal(refusal: Refusal): RefusalStatus {
  const metadata = new Metadata();
  metadata.set('reason', refusal.reason);
  if (refusal.retryAfterMs !== undefined) metadata.set('retry-after-ms', String(refusal.retryAfterMs));
  if (refusal.details !== undefined) metadata.set('details-bin', Buffer.from(JSON.stringify(refusal.details)));
  return { code: refusal.grpcCode, details: refusal.message, metadata };
}

/**
 * The refusal behind a failed call. Where the server gave no reason (it was not reached, or it is not ours) the code
 * decides: UNAVAILABLE becomes SERVICE_UNAVAILABLE with a hint when to try again, DEADLINE_EXCEEDED stays itself, anything unexpected is INTERNAL.
 */
export function refusalFromStatus(error: ServiceError): Refusal {
  // grpc-js leaves metadata out of errors it makes itself.
  const metadata: Metadata | undefined = error.metadata;
  const reason = text(metadata, 'reason');
  if (reason === undefined) return unexplained(error);
  const retryAfterMs = Number(text(metadata, 'retry-after-ms'));
  return new Refusal(isReason(reason) ? reason : reasonByCode(error.code), {
    message: error.details,
    details: detailsOf(metadata),
    cause: error,
    ...(Number.isFinite(retryAfterMs) ? { retryAfterMs } : {}),
  });
}

/** Services are restarted within seconds. */
const RESTART_MS = 1_000;

function unexplained(error: ServiceError): Refusal {
  const reason = reasonByCode(error.code);
  return new Refusal(reason, {
    cause: error,
    ...(reason === 'SERVICE_UNAVAILABLE' ? { retryAfterMs: RESTART_MS } : {}),
  });
}

/** The general reason for each kind, for servers that give none or one this version does not know. */
const GENERAL: Readonly<Partial<Record<keyof typeof REFUSAL_KINDS, Reason>>> = {
  INVALID_ARGUMENT: 'REQUEST_INVALID',
  UNAUTHENTICATED: 'TOKEN_INVALID',
  PERMISSION_DENIED: 'CALLER_NOT_ALLOWED',
  NOT_FOUND: 'NOT_FOUND',
  RESOURCE_EXHAUSTED: 'RATE_LIMITED',
  UNIMPLEMENTED: 'UNIMPLEMENTED',
  UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  DEADLINE_EXCEEDED: 'DEADLINE_EXCEEDED',
};

function reasonByCode(code: status): Reason {
  // Nothing of ours cancels a call it waits for, so the server stopped while it was answering.
  if (code === status.CANCELLED) return 'SERVICE_UNAVAILABLE';
  const name = status[code];
  return (name in REFUSAL_KINDS && GENERAL[name as keyof typeof REFUSAL_KINDS]) || 'INTERNAL';
}

function text(metadata: Metadata | undefined, key: string): string | undefined {
  const [value] = metadata?.get(key) ?? [];
  return typeof value === 'string' ? value : undefined;
}

function detailsOf(metadata: Metadata | undefined): Record<string, unknown> | undefined {
  const [value] = metadata?.get('details-bin') ?? [];
  if (!Buffer.isBuffer(value)) return undefined;
  return JSON.parse(value.toString()) as Record<string, unknown>;
}
