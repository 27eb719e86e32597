import { Counter, Gauge, register } from 'prom-client';

/** Sets the value that a gauge has for these labels. */
export type SetValue = (labels: Readonly<Record<string, string>>, value: number) => void;

const failures = new Counter({
  name: 'metrics_collect_failures_total',
  help: 'Times that a metric could not be measured and was left out.',
  labelNames: ['metric'],
});

/**
 * A gauge that is measured when Prometheus asks. What is not set then is not told. One that cannot be measured is left out and
 * counted: the others must be told above all when something is away.
 * @param collect sets one value for each combination of labels
 */
export function collectGauge(
  name: string,
  help: string,
  labelNames: string[],
  collect: (set: SetValue) => Promise<void> | void,
): void {
  // Tests start services several times in one process.
  register.removeSingleMetric(name);
  new Gauge({
    name,
    help,
    labelNames,
    async collect() {
      this.reset();
      try {
        await collect((labels, value) => this.set(labels, value));
      } catch {
        // One without labels would tell 0.
        this.remove({});
        failures.inc({ metric: name });
      }
    },
  });
}
