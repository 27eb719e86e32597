import { queriesOf } from './dashboards/dashboard.ts';
import { DASHBOARDS } from './dashboards/index.ts';
import { FOREIGN_METRICS } from './foreign-metrics.ts';
import { metricsIn } from './promql.ts';
import { readRules } from './rules.ts';

it('the metrics of others that are named are all read by some rule or dashboard', () => {
  const { alerts, records } = readRules();
  const read = new Set(
    [...alerts, ...records]
      .map(({ expr }) => expr)
      .concat(DASHBOARDS.flatMap(queriesOf))
      .flatMap(metricsIn),
  );
  expect(FOREIGN_METRICS.filter((name) => !read.has(name))).toEqual([]);
});
