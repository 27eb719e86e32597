/** What a row of measurements says: all in the unit of the measurements. */
export interface Figures {
  readonly count: number;
  readonly minimum: number;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
  readonly maximum: number;
}

/** Summarises measurements; percentiles by the nearest rank. */
export function figuresOf(measurements: readonly number[]): Figures {
  if (measurements.length === 0) throw new RangeError('nothing was measured');
  const sorted = measurements.toSorted((a, b) => a - b);
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return {
    count: sorted.length,
    minimum: rank(0),
    median: rank(0.5),
    p95: rank(0.95),
    p99: rank(0.99),
    maximum: rank(1),
  };
}

/** One line of a Markdown table. */
export function tableRow(name: string, { count, minimum, median, p95, maximum }: Figures): string {
  const cells = [name, String(count), ...[minimum, median, p95, maximum].map((value) => value.toFixed(0))];
  return `| ${cells.join(' | ')} |`;
}

export const TABLE_HEAD = '| | n | min | median | p95 | max |\n|---|---|---|---|---|---|';
