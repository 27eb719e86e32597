import { Counter, Gauge, Histogram, register } from 'prom-client';
import type { DatagramOutcome } from './udp-echo.js';

/** What is measured when Prometheus asks. */
export interface EchoLevels {
  readonly bytes: number;
  readonly held: number;
  readonly sources: number;
}

/** What Prometheus is told of the echo. */
export class EchoMetrics {
  readonly #datagrams = new Counter({
    name: again('echo_udp_datagrams_total'),
    help: 'Datagrams by what became of them: answered, or why not.',
    labelNames: ['outcome'],
  });
  readonly #late = new Histogram({
    name: again('echo_udp_late_seconds'),
    help: 'By how much answers are later than the delay.',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5],
  });

  datagram(outcome: DatagramOutcome): void {
    this.#datagrams.inc({ outcome });
  }

  late(milliseconds: number): void {
    this.#late.observe(milliseconds / 1000);
  }

  /** Measures the UDP echo from now on. */
  watchDatagrams(levels: EchoLevels): void {
    gauge('echo_udp_held_bytes', 'Memory that datagrams on their way take.', () => levels.bytes);
    gauge('echo_udp_held_datagrams', 'Datagrams on their way.', () => levels.held);
    gauge('echo_udp_sources', 'Addresses that are remembered for their limit.', () => levels.sources);
  }

  /** Measures the echo calls from now on. */
  watchCalls(count: () => number): void {
    gauge('echo_calls', 'Echo calls that are running.', count);
  }
}

function gauge(name: string, help: string, read: () => number): void {
  new Gauge({
    name: again(name),
    help,
    collect() {
      this.set(read());
    },
  });
}

/** Tests start the service several times in one process. */
function again(name: string): string {
  register.removeSingleMetric(name);
  return name;
}
