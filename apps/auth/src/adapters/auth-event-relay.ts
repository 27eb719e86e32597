import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AUTH_EVENTS } from '@videocall/events';
import { OutboxRelay } from '@videocall/platform-database';

/** Publishes the outbox of the `auth` schema. */
@Injectable()
export class AuthEventRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(AuthEventRelay.name);
  readonly #relay: OutboxRelay;

  constructor(databaseUrl: string, redisUrl: string) {
    this.#relay = new OutboxRelay({
      databaseUrl,
      redisUrl,
      schema: 'auth',
      stream: AUTH_EVENTS,
      onError: (error) => this.#logger.warn({ err: error, msg: 'events cannot be published just now' }),
    });
  }

  onApplicationBootstrap(): void {
    this.#relay.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#relay.stop();
  }
}
