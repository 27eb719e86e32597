import { Logger } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import { refusalFrom } from '@videocall/platform-grpc';
import { REQUESTS, type Acknowledgement, type RequestName } from '@videocall/signalling';
import type { Connection } from '../application/connection.js';
import { SerialQueue } from '../domain/serial-queue.js';
import { TokenBucket } from '../domain/token-bucket.js';
import { requireWellFormed } from '../domain/well-formed.js';
import { isMediaMessage } from './media-messages.js';
import type { MessageHandlers } from './message-handlers.js';
import type { SignallingMetrics } from './signalling-metrics.js';

/** Messages at once, and messages a second in the long run, that one client may send. */
const BURST = 200;
const PER_SECOND = 40;
/** Messages of one kind that may wait for those before them. */
const MAX_WAITING = 100;

type Acknowledge = (acknowledgement: Acknowledgement<unknown>) => void;

/** One client's messages: checked, answered in order, each with exactly one acknowledgement. */
export class ClientMessages {
  readonly #connection: Connection;
  readonly #handlers: MessageHandlers;
  readonly #metrics: SignallingMetrics;
  readonly #logger = new Logger(ClientMessages.name);
  readonly #rate = new TokenBucket(BURST, PER_SECOND, performance.now());
  // Media never waits for the control plane, which may be restarting.
  readonly #mediaQueue = new SerialQueue();
  readonly #callQueue = new SerialQueue();

  constructor(connection: Connection, handlers: MessageHandlers, metrics: SignallingMetrics) {
    this.#connection = connection;
    this.#handlers = handlers;
    this.#metrics = metrics;
  }

  /** Messages not answered yet. */
  get pending(): number {
    return this.#mediaQueue.length + this.#callQueue.length;
  }

  /**
   * Answers a message.
   *
   * @param event its name, as the client wrote it
   * @param args what the client sent with it: one object and the function that acknowledges
   */
  async receive(event: string, args: readonly unknown[]): Promise<void> {
    const acknowledge = args.at(-1);
    // Without an acknowledgement there is nobody to answer, and a message without an answer is not part of the protocol.
    if (!isAcknowledge(acknowledge)) return;
    const name = isRequestName(event) ? event : undefined;
    const stop = this.#metrics.start(name ?? 'unknown');
    try {
      if (name === undefined) throw new Refusal('UNIMPLEMENTED');
      const reply = await this.#handle(name, args.length === 2 ? args[0] : undefined);
      acknowledge({ ok: true, reply });
      this.#connection.open();
      stop('OK');
    } catch (error) {
      const refusal = refusalFrom(error);
      if (refusal.reason === 'INTERNAL') this.#logger.error({ err: error, message: event, msg: 'a message failed' });
      acknowledge({ ok: false, error: refusal.toBody() });
      stop(refusal.reason);
    }
  }

  async #handle<N extends RequestName>(name: N, message: unknown): Promise<unknown> {
    const waitMs = this.#rate.take(performance.now());
    if (waitMs > 0) throw new Refusal('RATE_LIMITED', { retryAfterMs: waitMs });
    requireWellFormed(message);
    const request = REQUESTS[name].request.parse(message);
    // The table pairs each name with its own schema and handler; TypeScript cannot follow that through a union.
    const handler = this.#handlers[name] as (connection: Connection, request: unknown) => Promise<unknown>;
    const run = () => handler(this.#connection, request);
    // A token is renewed at once, since what waits may be waiting for it.
    if (name === 'authenticate') return await run();
    const queue = isMediaMessage(name) ? this.#mediaQueue : this.#callQueue;
    if (queue.length >= MAX_WAITING) throw new Refusal('RATE_LIMITED', { retryAfterMs: 1_000 });
    return await queue.run(run);
  }
}

function isRequestName(event: string): event is RequestName {
  return Object.hasOwn(REQUESTS, event);
}

function isAcknowledge(value: unknown): value is Acknowledge {
  return typeof value === 'function';
}
