import type { PublishRequest, ReplyOf, RequestOf, TransportDirection } from '@videocall/signalling';
import { CallError, reasonOf } from '../call-error.js';
import { REJOIN_REASONS } from '../call/call-end.js';
import { mark } from '../timing.js';

type Connect = RequestOf<'connectMedia'>;
type Published = Pick<ReplyOf<'publish'>, 'track' | 'command'>;

interface Waiting {
  readonly resolve: (published: Published) => void;
  readonly reject: (error: unknown) => void;
}

export interface BatchSender {
  connect(request: Connect): Promise<ReplyOf<'connectMedia'>>;
  resumeSubscriptions(request: RequestOf<'resumeSubscriptions'>): Promise<unknown>;
}

/**
 * Gathers what a transport, the tracks to publish on it or the subscriptions ready on it have to tell the server, while any
 * `during` is running, and then sends it all as one `connectMedia`. This is what makes a join two round trips.
 */
export class ConnectBatch {
  #running = 0;
  #transports: Connect['transports'] = [];
  #publish: PublishRequest[] = [];
  #ready: string[] = [];
  readonly #waiting = new Map<string, Waiting>();

  constructor(
    private readonly sender: BatchSender,
    /** The server did not take the transports, or does not know the peer. */
    private readonly onLost: () => void,
  ) {}

  /** Runs local work; what it adds goes out when all work that runs at the same time is done. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      if (this.#running === 0) void this.#send();
    }
  }

  addTransport(direction: TransportDirection, dtlsParameters: Connect['transports'][number]['dtlsParameters']): void {
    this.#transports.push({ direction, dtlsParameters });
  }

  addReadySubscription(subscriptionId: string): void {
    this.#ready.push(subscriptionId);
  }

  /** @returns the published track, once the server has it */
  addPublication(request: PublishRequest): Promise<Published> {
    this.#publish.push(request);
    return new Promise((resolve, reject) => this.#waiting.set(request.clientTrackId, { resolve, reject }));
  }

  async #send(): Promise<void> {
    const request: Connect = {
      transports: this.#transports,
      publish: this.#publish,
      readySubscriptionIds: this.#ready,
    };
    this.#transports = [];
    this.#publish = [];
    this.#ready = [];
    try {
      if (request.transports.length > 0 || request.publish.length > 0) await this.#connect(request);
      else if (request.readySubscriptionIds.length > 0) {
        await this.sender.resumeSubscriptions({ subscriptionIds: request.readySubscriptionIds });
      }
    } catch (error) {
      // What was to be published is refused to whoever asked for it.
      for (const { clientTrackId } of request.publish) this.#take(clientTrackId)?.reject(error);
      if (request.transports.length > 0 || REJOIN_REASONS.has(reasonOf(error) ?? '')) this.onLost();
    }
  }

  async #connect(request: Connect): Promise<void> {
    mark('connectSent');
    const reply = await this.sender.connect(request);
    mark('connectReplied');
    for (const { clientTrackId, ...published } of reply.published) this.#take(clientTrackId)?.resolve(published);
    for (const { clientTrackId, refused } of reply.refused) {
      this.#take(clientTrackId)?.reject(new CallError(refused.reason, refused.message));
    }
  }

  #take(clientTrackId: string): Waiting | undefined {
    const waiting = this.#waiting.get(clientTrackId);
    this.#waiting.delete(clientTrackId);
    return waiting;
  }
}
