import { Injectable } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import type { Call } from '../domain/call.js';
import type { Caller } from '../domain/caller.js';
import { CaptureDelivery } from './capture-delivery.js';
import { MediaDelivery } from './media-delivery.js';
import { CallDatabase, type CallTransaction, type RequestKey } from './ports/call-database.js';

/** A mutation as a client asked for it. */
export interface Mutation {
  readonly caller: Caller;
  readonly key: RequestKey;
}

/** How a result is kept for a request that comes again; what ts-proto generates for each message. */
export interface ResultCodec<R> {
  encode(result: R): { finish(): Uint8Array };
  decode(bytes: Uint8Array): R;
}

/** Runs what changes calls: in one transaction with its events and its idempotency record, then tells the sfu-nodes and the recorder. */
@Injectable()
export class Mutations {
  readonly #database: CallDatabase;
  readonly #delivery: MediaDelivery;
  readonly #captures: CaptureDelivery;

  constructor(database: CallDatabase, delivery: MediaDelivery, captures: CaptureDelivery) {
    this.#database = database;
    this.#delivery = delivery;
    this.#captures = captures;
  }

  /** Does the work once for each request id; the same request again gets the first result (CALL-5). */
  async once<R>({ key }: Mutation, codec: ResultCodec<R>, work: (tx: CallTransaction) => Promise<R>): Promise<R> {
    return await this.#database.transaction(async (tx) => {
      const earlier = await tx.claimRequest(key);
      if (earlier) return codec.decode(earlier);
      const result = await work(tx);
      await tx.storeResult(key, codec.encode(result).finish());
      return result;
    });
  }

  /**
   * Changes one call, once for each request id. The sfu-node is told before this returns, unless it cannot be reached.
   *
   * @returns the result, and whether the sfu-node enforces what was decided. With a request that comes again, what may have
   *   been left undone is delivered.
   */
  async onCall<R>(
    mutation: Mutation,
    callId: string,
    codec: ResultCodec<R>,
    decide: (call: Call, tx: CallTransaction) => R | Promise<R>,
  ): Promise<{ readonly result: R; readonly told: boolean }> {
    let changed: Call | undefined;
    const result = await this.once(mutation, codec, async (tx) => {
      const call = await tx.lockCall(callId, mutation.caller.identityId);
      const decided = await decide(call, tx);
      await tx.saveCall(call);
      changed = call;
      return decided;
    });
    if (changed) this.#captures.deliver(changed);
    return { result, told: await (changed ? this.#delivery.deliver(changed) : this.#delivery.deliverOutstanding()) };
  }

  /** Changes one call in the server's own name. There is nothing to do on one that is as it should be, or unknown here. */
  async bySystem(callId: string, decide: (call: Call) => void): Promise<void> {
    const call = await this.#database.transaction(async (tx) => {
      const locked = await tx.lockCall(callId, null).catch((error: unknown) => {
        if (error instanceof Refusal && error.reason === 'CALL_NOT_FOUND') return undefined;
        throw error;
      });
      if (!locked) return undefined;
      decide(locked);
      await tx.saveCall(locked);
      return locked;
    });
    if (!call) return;
    this.#captures.deliver(call);
    await this.#delivery.deliver(call);
  }
}
