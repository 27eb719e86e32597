import { Logger } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import { EchoCall } from './echo-call.js';
import type { Platform } from './ports/platform.js';

/** What was measured is told for so long after the end. */
const REMEMBERED_MS = 60_000;

export interface EchoCallRules {
  readonly delayMs: number;
  /** Calls at once. */
  readonly maxCalls: number;
  /** How long each lasts at most, milliseconds. */
  readonly lastsMs: number;
  /** Memory of each for packets on their way, bytes. */
  readonly budgetBytes: number;
}

export interface RunningEchoCall {
  readonly ownerId: string;
  readonly requestId: string;
  readonly callId: string;
  /** Secret. */
  readonly inviteCode: string;
  readonly endsAt: Date;
  readonly echo: EchoCall;
}

/** The echo calls of this process; they live and die with it, as their media does. */
export class EchoCalls {
  readonly #logger = new Logger(EchoCalls.name);
  readonly #platform: Platform;
  readonly rules: EchoCallRules;
  /** By the identity whose it is. */
  readonly #starting = new Map<string, Promise<RunningEchoCall>>();
  readonly #running = new Map<string, RunningEchoCall>();
  readonly #past = new Map<string, RunningEchoCall>();
  readonly #forgetting = new Set<NodeJS.Timeout>();

  constructor(platform: Platform, rules: EchoCallRules) {
    this.#platform = platform;
    this.rules = rules;
  }

  get size(): number {
    return this.#running.size + this.#starting.size;
  }

  /**
   * Starts a call for somebody and waits in it. Whoever asks while theirs is being started, or with the request id of the
   * one that runs, gets that; any other of theirs ends.
   *
   * @throws Refusal ECHO_CALL_LIMIT, and as the platform refuses
   */
  async start(ownerId: string, requestId: string): Promise<RunningEchoCall> {
    const running = this.#running.get(ownerId);
    if (running?.requestId === requestId) return running;
    const starting = this.#starting.get(ownerId);
    if (starting) return await starting;
    const others = this.size - (running ? 1 : 0);
    if (others >= this.rules.maxCalls) throw new Refusal('ECHO_CALL_LIMIT', { retryAfterMs: 30_000 });
    const start = this.#start(ownerId, requestId, running).finally(() => this.#starting.delete(ownerId));
    this.#starting.set(ownerId, start);
    return await start;
  }

  /** @throws Refusal ECHO_CALL_NOT_FOUND for anybody but the one whose call it is */
  find(ownerId: string, callId: string): RunningEchoCall {
    const own = this.#running.get(ownerId);
    const call = own?.callId === callId ? own : this.#past.get(callId);
    if (call?.ownerId !== ownerId) throw new Refusal('ECHO_CALL_NOT_FOUND');
    return call;
  }

  /** Ends all, before the service stops. */
  async endAll(): Promise<void> {
    for (const timer of this.#forgetting) clearTimeout(timer);
    await Promise.all([...this.#running.values()].map((call) => this.#end(call, 'the service stops')));
  }

  async #start(ownerId: string, requestId: string, earlier: RunningEchoCall | undefined): Promise<RunningEchoCall> {
    if (earlier) await this.#end(earlier, 'another was started');
    const started = await this.#platform.startCall();
    const { callId, inviteCode } = started;
    const { delayMs, budgetBytes, lastsMs } = this.rules;
    const echo = new EchoCall({ delayMs, budgetBytes, lastsMs, onOver: (why) => void this.#end(call, why) });
    const endsAt = new Date(Date.now() + lastsMs);
    const call: RunningEchoCall = { ownerId, requestId, callId, inviteCode, endsAt, echo };
    try {
      echo.begin(await this.#platform.enter(started, echo));
    } catch (error) {
      echo.stop();
      await this.#endOnPlatform(callId);
      throw error;
    }
    this.#running.set(ownerId, call);
    this.#logger.log({ msg: 'an echo call began', callId });
    return call;
  }

  async #end(call: RunningEchoCall, why: string): Promise<void> {
    call.echo.stop();
    if (this.#running.get(call.ownerId) === call) this.#running.delete(call.ownerId);
    this.#past.set(call.callId, call);
    const timer = setTimeout(() => {
      this.#forgetting.delete(timer);
      this.#past.delete(call.callId);
    }, REMEMBERED_MS);
    timer.unref();
    this.#forgetting.add(timer);
    this.#logger.log({ msg: 'an echo call is over', callId: call.callId, why });
    await this.#endOnPlatform(call.callId);
  }

  async #endOnPlatform(callId: string): Promise<void> {
    try {
      await this.#platform.endCall(callId);
    } catch (error) {
      // The platform ends a call that everybody left by itself.
      this.#logger.warn({ err: error, msg: 'an echo call was not ended', callId });
    }
  }
}
