import type { Counter, Gauge, Histogram } from 'prom-client';

export const SIGNALLING_TIMES = 'gateway_signalling_duration_seconds';
export const CONNECTED_SOCKETS = 'gateway_connected_sockets';
export const REFUSALS = 'gateway_refusals_total';

/** What is counted of Socket.IO signalling. */
export class SignallingMetrics {
  readonly #times: Histogram<'message' | 'outcome'>;
  readonly #sockets: Gauge;
  readonly #refusals: Counter<'edge' | 'reason'>;

  constructor(times: Histogram<'message' | 'outcome'>, sockets: Gauge, refusals: Counter<'edge' | 'reason'>) {
    this.#times = times;
    this.#sockets = sockets;
    this.#refusals = refusals;
  }

  /** @param message one of the protocol's names, or `unknown`: what clients write is no label */
  start(message: string): (outcome: string) => void {
    const stop = this.#times.startTimer({ message });
    return (outcome) => {
      stop({ outcome });
      if (outcome !== 'OK') this.refused(outcome);
    };
  }

  refused(reason: string): void {
    this.#refusals.inc({ edge: 'socket', reason });
  }

  connected(change: 1 | -1): void {
    this.#sockets.inc(change);
  }
}
