import { metricsIn } from './promql.ts';

describe('the metrics of an expression', () => {
  it('are its selectors, not its functions, labels or groupings', () => {
    expect(
      metricsIn(
        'sum by (le, service) (rate(a_bucket{le="0.5",route!~"b.*"}[$__rate_interval])) / on (service) scalar(c:d)',
      ),
    ).toEqual(['a_bucket', 'c:d']);
  });

  it('are told of nothing that is no PromQL', () => {
    expect(() => metricsIn('sum by (le) rate(a[5m]')).toThrow('no PromQL');
  });
});
