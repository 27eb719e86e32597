import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { endIfAbandoned, removeOverdue } from '../domain/departure.js';
import type { CallId } from '../domain/ids.js';
import { releaseOverdueRecording } from '../domain/recording.js';
import { releaseOverdueScreenShare } from '../domain/screen-share.js';
import { CaptureDelivery } from './capture-delivery.js';
import { Deadlines } from './deadlines.js';
import { MediaDelivery } from './media-delivery.js';
import { Mutations } from './mutations.js';
import { CallDatabase } from './ports/call-database.js';

const AGAIN_AFTER_MS = 100;
const OLD_REQUESTS_EVERY_MS = 60 * 60_000;

/**
 * Does what is due when nobody asks for it: places reserved and never taken, connections that did not come back, calls that
 * everybody left, recordings that nobody confirmed, and what sfu-nodes and the recorder were not told. With two orchestrators both try; the call's lock lets one of them do it.
 */
@Injectable()
export class KeepDeadlines implements BeforeApplicationShutdown {
  readonly #database: CallDatabase;
  readonly #mutations: Mutations;
  readonly #delivery: MediaDelivery;
  readonly #captures: CaptureDelivery;
  readonly #deadlines: Deadlines;
  readonly #logger = new Logger(KeepDeadlines.name);
  #running: Promise<void> = Promise.resolve();
  #oldRequestsDue = 0;

  constructor(
    database: CallDatabase,
    mutations: Mutations,
    delivery: MediaDelivery,
    captures: CaptureDelivery,
    deadlines: Deadlines,
  ) {
    this.#database = database;
    this.#mutations = mutations;
    this.#delivery = delivery;
    this.#captures = captures;
    this.#deadlines = deadlines;
  }

  start(): void {
    this.#deadlines.start(() => {
      this.#running = this.#running
        .then(() => this.#keep())
        .catch((error: unknown) => this.#logger.error({ err: error, msg: 'deadlines could not be kept; tried again' }));
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#deadlines.stop();
    await this.#running;
  }

  async #keep(): Promise<void> {
    for (const callId of await this.#database.overdueCalls()) {
      await this.#keepCall(callId).catch((error: unknown) => {
        this.#logger.error({ err: error, msg: 'the deadlines of a call could not be kept; tried again', callId });
      });
    }
    await this.#captures.deliverOutstanding();
    await this.#delivery.deliverOutstanding();
    if (Date.now() >= this.#oldRequestsDue) {
      await this.#database.deleteOldRequests();
      this.#oldRequestsDue = Date.now() + OLD_REQUESTS_EVERY_MS;
    }
    const next = await this.#database.nextDeadlineMs();
    // Not at once again, in case what is overdue could not be done.
    if (next !== undefined) this.#deadlines.expectIn(Math.max(next, AGAIN_AFTER_MS));
  }

  async #keepCall(callId: CallId): Promise<void> {
    await this.#mutations.bySystem(callId, (call) => {
      releaseOverdueScreenShare(call);
      releaseOverdueRecording(call);
      removeOverdue(call);
      endIfAbandoned(call);
    });
  }
}
