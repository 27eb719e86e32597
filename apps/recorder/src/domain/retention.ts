const DAY_MS = 86_400_000;

/** How full a disk is. */
export interface DiskUse {
  readonly totalBytes: number;
  readonly usedBytes: number;
}

/** What takes room. */
export interface Kept {
  readonly id: string;
  readonly bytes: number;
}

/** How long recordings are kept (REC-5). */
export class Retention {
  /**
   * @param days 1 or more: how long a recording is kept after its end
   * @param diskPercent 1..100: from here on the oldest recordings go
   */
  constructor(
    readonly days: number,
    readonly diskPercent: number,
  ) {}

  /** When a recording that ended then is deleted. */
  expiryOf(endedAt: Date): Date {
    return new Date(endedAt.getTime() + this.days * DAY_MS);
  }

  /**
   * Which must go so that the disk is no fuller than allowed: the oldest, and no more than needed.
   * @param oldestFirst what is on that disk
   */
  tooMuch(use: DiskUse, oldestFirst: readonly Kept[]): readonly Kept[] {
    let excess = use.usedBytes - (use.totalBytes * this.diskPercent) / 100;
    const going: Kept[] = [];
    for (const kept of oldestFirst) {
      if (excess <= 0) break;
      excess -= kept.bytes;
      going.push(kept);
    }
    return going;
  }
}

/** Whether a disk has less room left than new captures may need. */
export function isFull({ totalBytes, usedBytes }: DiskUse, fullPercent: number): boolean {
  return usedBytes * 100 >= totalBytes * fullPercent;
}
