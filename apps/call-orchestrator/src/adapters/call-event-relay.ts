import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CALL_EVENTS } from '@videocall/events';
import { OutboxRelay } from '@videocall/platform-database';

/** Publishes the outbox of the `call` schema. */
@Injectable()
export class CallEventRelay implements OnApplicationShutdown {
  readonly #logger = new Logger(CallEventRelay.name);
  readonly #relay: OutboxRelay;

  constructor(databaseUrl: string, redisUrl: string) {
    this.#relay = new OutboxRelay({
      databaseUrl,
      redisUrl,
      schema: 'call',
      stream: CALL_EVENTS,
      onError: (error) => this.#logger.warn({ err: error, msg: 'events cannot be published just now' }),
    });
  }

  start(): void {
    this.#relay.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#relay.stop();
  }
}
