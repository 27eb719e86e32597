import { TokenBucket } from './token-bucket.js';

/** Which limit a datagram is over. */
export type RateRefusal = 'source_rate' | 'total_rate' | 'too_many_sources';

export interface RateLimits {
  /** Datagrams a second of one source; twice as many at once. */
  readonly perSource: number;
  /** Datagrams a second of all sources. */
  readonly total: number;
  /** Sources that are remembered at once. */
  readonly sources: number;
}

/**
 * Who may send how much. A source is an address, whatever its ports, and an IPv6 network of 64 bits, since one host has all
 * of its addresses. The source's own limit is asked first: whoever floods is refused there, and takes nothing of the total
 * from others.
 */
export class SourceRates {
  readonly #limits: RateLimits;
  readonly #total: TokenBucket;
  /** Least recently heard first. */
  readonly #sources = new Map<string, TokenBucket>();

  constructor(limits: RateLimits, now: number) {
    this.#limits = limits;
    this.#total = new TokenBucket(limits.total, limits.total, now);
  }

  /** How many sources are remembered. */
  get size(): number {
    return this.#sources.size;
  }

  /** @returns undefined where the datagram may be answered */
  refusalOf(address: string, now: number): RateRefusal | undefined {
    const source = sourceOf(address);
    const bucket = this.#sources.get(source) ?? this.#remember(now);
    if (!bucket) return 'too_many_sources';
    this.#sources.delete(source);
    this.#sources.set(source, bucket);
    if (!bucket.take(now)) return 'source_rate';
    return this.#total.take(now) ? undefined : 'total_rate';
  }

  #remember(now: number): TokenBucket | undefined {
    if (this.#sources.size >= this.#limits.sources) {
      const [oldest] = this.#sources;
      // Forgetting one that is limited would lift its limit.
      if (!oldest?.[1].isFull(now)) return undefined;
      this.#sources.delete(oldest[0]);
    }
    return new TokenBucket(this.#limits.perSource, this.#limits.perSource * 2, now);
  }
}

/** RFC 4291: an IPv6 interface identifier is the lower 64 bits. */
function sourceOf(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...(tail === undefined ? [] : zeros), ...after].slice(0, 4).join(':');
}
