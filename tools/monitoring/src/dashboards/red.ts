import type { Panel } from './dashboard.ts';

interface Red {
  /** Part of each panel's title. */
  readonly of: string;
  /** The histogram's name, without its ending. */
  readonly histogram: string;
  /** What is counted, as label matchers. */
  readonly only: string;
  /** Which of these are failures, as label matchers. */
  readonly failures: string;
  /** Labels that make the lines. */
  readonly by: string;
}

const legend = (by: string): string =>
  by
    .split(',')
    .map((label) => `{{${label.trim()}}}`)
    .join(' ');

const join = (...matchers: readonly string[]): string => matchers.filter((matcher) => matcher !== '').join(',');

/** Rate, errors and duration of requests: three panels that fill a row. */
export function red({ of, histogram, only, failures, by }: Red): Panel[] {
  return [
    {
      title: `${of}: rate`,
      kind: 'lines',
      unit: 'reqps',
      width: 8,
      queries: [{ expr: `sum by (${by}) (rate(${histogram}_count{${only}}[$__rate_interval]))`, legend: legend(by) }],
    },
    {
      title: `${of}: failures`,
      description: 'Failures of the server; what is refused to callers is none.',
      kind: 'lines',
      unit: 'reqps',
      width: 8,
      queries: [
        {
          expr: `sum by (${by}) (rate(${histogram}_count{${join(only, failures)}}[$__rate_interval]))`,
          legend: legend(by),
        },
      ],
    },
    {
      title: `${of}: 95 % take less than`,
      kind: 'lines',
      unit: 's',
      width: 8,
      queries: [
        {
          expr: `histogram_quantile(0.95, sum by (le, ${by}) (rate(${histogram}_bucket{${only}}[$__rate_interval])))`,
          legend: legend(by),
        },
      ],
    },
  ];
}
