import { parser } from '@prometheus-io/lezer-promql';

/**
 * Names of the metrics that a PromQL expression reads. Grafana's variables in it must stand where PromQL allows a value.
 * @throws Error where the expression is none
 */
export function metricsIn(expression: string): string[] {
  const query = expression.replaceAll('$__rate_interval', '5m').replaceAll('$__range', '1h');
  const names = new Set<string>();
  parser.parse(query).iterate({
    enter: ({ type, from, to, node }) => {
      if (type.isError) throw new Error(`no PromQL at ${from}: ${expression}`);
      if (type.name !== 'Identifier' || node.parent?.name !== 'VectorSelector') return;
      names.add(query.slice(from, to));
    },
  });
  return [...names];
}
