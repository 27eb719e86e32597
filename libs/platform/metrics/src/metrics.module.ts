import type { DynamicModule } from '@nestjs/common';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { register } from 'prom-client';

/**
 * `/metrics` with the process's own metrics and every metric registered with prom-client's default registry (Nest
 * providers made by `makeCounterProvider` and the like included), labelled with the service's name.
 */
export function metricsModule(service: string): DynamicModule {
  // Tests start services several times in one process; the process is measured once.
  const enabled = register.getSingleMetric('process_cpu_user_seconds_total') === undefined;
  return PrometheusModule.register({ global: true, defaultLabels: { service }, defaultMetrics: { enabled } });
}
