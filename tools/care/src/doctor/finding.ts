/** The parts that are looked at, in this order: what others depend on comes first. */
export const PARTS = [
  'services',
  'versions',
  'disk',
  'clock',
  'database',
  'address',
  'certificate',
  'ports',
  'storage',
  'relay',
  'call',
  'recording',
] as const;
export type Part = (typeof PARTS)[number];

/** What was found about one thing. */
export interface Finding {
  readonly part: Part;
  /** `unknown`: it could not be looked at, for the reason that `says` gives. */
  readonly outcome: 'good' | 'warning' | 'failed' | 'unknown';
  /** One sentence for the operator. */
  readonly says: string;
  /** What to do about it. */
  readonly cure?: string;
}

/** Findings of one part, without repeating its name. */
export class Findings {
  readonly all: Finding[] = [];
  readonly #part: Part;

  constructor(part: Part) {
    this.#part = part;
  }

  good(says: string): void {
    this.all.push({ part: this.#part, outcome: 'good', says });
  }

  warn(says: string, cure: string): void {
    this.all.push({ part: this.#part, outcome: 'warning', says, cure });
  }

  fail(says: string, cure: string): void {
    this.all.push({ part: this.#part, outcome: 'failed', says, cure });
  }

  unknown(says: string): void {
    this.all.push({ part: this.#part, outcome: 'unknown', says });
  }

  get isBad(): boolean {
    return this.all.some(({ outcome }) => outcome === 'failed');
  }
}
