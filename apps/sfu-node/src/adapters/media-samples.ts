import { MEDIA_SAMPLES, publishEvents } from '@videocall/events';
import type { Logger } from '@videocall/platform-logging';
import type { Redis } from 'ioredis';
import { newId } from '../domain/ids.js';
import type { CallRegistry } from '../media/call-registry.js';

const EVERY_MS = 10_000;

/** Puts a sample of each peer's quality on the media stream now and then, for monitoring. What Redis misses is lost. */
export class MediaSamples {
  readonly #redis: Redis;
  readonly #registry: CallRegistry;
  readonly #nodeId: string;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;

  constructor(redis: Redis, registry: CallRegistry, nodeId: string, log: Logger) {
    this.#redis = redis;
    this.#registry = registry;
    this.#nodeId = nodeId;
    this.#log = log;
  }

  start(): void {
    this.#timer = setInterval(() => void this.publish(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** One sample of every connected peer. */
  async publish(): Promise<void> {
    // Nothing is kept for a Redis that is away.
    if (this.#redis.status !== 'ready') return;
    const occurredAt = new Date();
    const samples = this.#registry.peers.map(({ callId, participantId, statistics: { figures } }) => ({
      id: newId('evt'),
      occurredAt,
      nodeId: this.#nodeId,
      callId,
      participantId,
      ...figures,
    }));
    if (samples.length === 0) return;
    try {
      const events = samples.map((sample) => ({ eventId: sample.id, payload: MEDIA_SAMPLES.encode(sample) }));
      await publishEvents(this.#redis, MEDIA_SAMPLES, events);
    } catch (error) {
      this.#log.warn({ err: error }, 'media samples were not published');
    }
  }
}
