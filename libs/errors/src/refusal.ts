import { REASONS, REFUSAL_KINDS, type Reason, type RefusalKind } from './reasons.js';

export interface RefusalOptions {
  /** A sentence for a person where the reason's own says too little. */
  readonly message?: string;
  /** Milliseconds after which another try may succeed; becomes `Retry-After`. */
  readonly retryAfterMs?: number;
  /** Facts a client can act on (JSON values only; no secrets, no personal data). */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An expected "no": thrown by domain and use cases, carried unchanged through gRPC, HTTP and Socket.IO. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: Reason;
  readonly retryAfterMs: number | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(reason: Reason, options: RefusalOptions = {}) {
    super(options.message ?? REASONS[reason].message, { cause: options.cause });
    this.reason = reason;
    this.retryAfterMs = options.retryAfterMs;
    this.details = options.details;
  }

  get kind(): RefusalKind {
    return REASONS[this.reason].kind;
  }

  get httpStatus(): number {
    return REFUSAL_KINDS[this.kind].http;
  }

  get grpcCode(): number {
    return REFUSAL_KINDS[this.kind].grpc;
  }

  /** The shape every edge shows: HTTP body `{"error": …}`, Socket.IO acknowledgement, OpenAPI schema. */
  toBody(): RefusalBody {
    return {
      reason: this.reason,
      message: this.message,
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
      ...(this.details === undefined ? {} : { details: this.details }),
    };
  }
}

export interface RefusalBody {
  readonly reason: string;
  readonly message: string;
  readonly retryAfterMs?: number;
  readonly details?: Readonly<Record<string, unknown>>;
}
