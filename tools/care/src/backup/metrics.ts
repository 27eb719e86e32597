import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly value: number;
}

/** Prometheus' text format, version 0.0.4. */
export function metricsText(gauges: readonly Gauge[]): string {
  return gauges
    .map(({ name, help, value }) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`)
    .join('');
}

/**
 * Leaves metrics where node-exporter's textfile collector finds them. The file appears whole, and stays until the next
 * run replaces it, also across restarts.
 */
export async function writeMetrics(folder: string, name: string, gauges: readonly Gauge[]): Promise<void> {
  const draft = join(folder, `${name}.prom.draft`);
  await writeFile(draft, metricsText(gauges), { mode: 0o644 });
  await rename(draft, join(folder, `${name}.prom`));
}
