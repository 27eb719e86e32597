export { connectRedis } from './connect-redis.js';
export { consumeStream, type ConsumeOptions, type PositionStore } from './consume-stream.js';
export { AUTH_EVENTS, CALL_EVENTS, MEDIA_SAMPLES, type EventStream } from './event-streams.js';
export { publishEvents, type PublishedEvent } from './publish-events.js';
export { streamHolds, type StreamEntry } from './stream-entries.js';
export type { StreamReader } from './stream-loop.js';
export { tailStream, type TailOptions } from './tail-stream.js';
