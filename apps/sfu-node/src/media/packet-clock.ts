import type { Consumer, ConsumerTraceEventData } from 'mediasoup/types';
import { z } from 'zod';
import { leastLate, type PacketTiming } from '../domain/packet-timing.js';

/** How often the clock is read, milliseconds, and over how many packets. */
const EVERY = 5_000;
const PACKETS = 10;

/** What is needed of a packet that mediasoup traced. */
const tracedPacket = z.object({ rtpPacket: z.object({ timestamp: z.number() }) });

/**
 * Reads which of a consumer's RTP timestamps was sent when. Packets are looked at only while it reads: the very first, then
 * ten every five seconds, of which the one counts that was least held up.
 */
export class PacketClock {
  readonly #consumer: Consumer;
  readonly #clockRate: number;
  readonly #tell: (timing: PacketTiming) => void;
  readonly #packets: PacketTiming[] = [];
  readonly #timer: NodeJS.Timeout;
  #reading = false;
  #isFirst = true;

  /** @param tell is given what was read */
  constructor(consumer: Consumer, tell: (timing: PacketTiming) => void) {
    this.#consumer = consumer;
    this.#clockRate = consumer.rtpParameters.codecs[0]?.clockRate ?? 90_000;
    this.#tell = tell;
    consumer.on('trace', (trace) => this.#take(trace));
    this.#timer = setInterval(() => void this.read(), EVERY).unref();
  }

  /** Reads it from the next packets on. Resolves when the next packet will be looked at. */
  async read(): Promise<void> {
    if (this.#reading || this.#consumer.closed) return;
    this.#reading = true;
    await this.#trace(['rtp']);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #take({ timestamp, info }: ConsumerTraceEventData): void {
    if (!this.#reading) return;
    const { rtpPacket } = tracedPacket.parse(info);
    const timing = { at: wallClock(timestamp), rtpTimestamp: rtpPacket.timestamp };
    if (this.#isFirst) {
      this.#isFirst = false;
      this.#tell(timing);
    }
    this.#packets.push(timing);
    if (this.#packets.length < PACKETS) return;
    const best = leastLate(this.#packets.splice(0), this.#clockRate);
    this.#reading = false;
    void this.#trace([]);
    if (best) this.#tell(best);
  }

  /** A consumer that closes meanwhile has nothing left to tell. */
  async #trace(types: 'rtp'[]): Promise<void> {
    try {
      await this.#consumer.enableTraceEvent(types);
    } catch (error) {
      if (!this.#consumer.closed) throw error;
    }
  }
}

/** mediasoup's workers count milliseconds of the machine's monotonic clock, which is Node's own as well. */
function wallClock(monotonic: number): number {
  const now = Number(process.hrtime.bigint() / 1_000n) / 1_000;
  return Date.now() - (now - monotonic);
}
