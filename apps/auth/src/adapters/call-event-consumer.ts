import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CALL_EVENTS, type StreamReader, consumeStream } from '@videocall/events';

import { RecordCallFact } from '../application/record-call-fact.js';
import { RecordMaintenance } from '../application/record-maintenance.js';
import { PrismaAuthStore } from './prisma/prisma-auth-store.js';

/** Hands every CallEvent to the audit log and to what users are told of, from where this service stopped reading. */
@Injectable()
export class CallEventConsumer implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(CallEventConsumer.name);
  #reader: StreamReader | undefined;

  constructor(
    private readonly store: PrismaAuthStore,
    private readonly recordCallFact: RecordCallFact,
    private readonly recordMaintenance: RecordMaintenance,
    private readonly redisUrl: string,
  ) {}

  onApplicationBootstrap(): void {
    this.#reader = consumeStream({
      redisUrl: this.redisUrl,
      stream: CALL_EVENTS,
      position: { load: () => this.load(), save: (streamId) => this.save(streamId) },
      handle: async (event) => {
        await this.recordCallFact.run(event);
        await this.recordMaintenance.run(event);
      },
      park: async ({ streamId, eventId, payload }, error) => {
        this.#logger.error({ err: error, msg: 'an event failed five times and is parked', streamId, eventId });
        const parked = {
          stream: CALL_EVENTS.name,
          streamId,
          eventId,
          payload: Uint8Array.from(payload),
          error: String(error),
        };
        await this.store.client.authParkedEvent.createMany({ data: [parked], skipDuplicates: true });
      },
      onError: (error) => this.#logger.warn({ err: error, msg: 'call events cannot be read just now' }),
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#reader?.close();
  }

  private async load(): Promise<string | undefined> {
    const row = await this.store.client.authStreamPosition.findUnique({ where: { stream: CALL_EVENTS.name } });
    return row?.streamId;
  }

  private async save(streamId: string): Promise<void> {
    const stream = CALL_EVENTS.name;
    await this.store.client.authStreamPosition.upsert({
      where: { stream },
      create: { stream, streamId },
      update: { streamId },
    });
  }
}
