export { DASHBOARDS } from './dashboards/index.ts';
export { queriesOf } from './dashboards/dashboard.ts';
export { metricsIn } from './promql.ts';
export { readRules, type AlertRule, type RecordingRule } from './rules.ts';
export { FOREIGN_METRICS } from './foreign-metrics.ts';
