import type { Histogram } from 'prom-client';

export const JOIN_TIMES = 'gateway_join_duration_seconds';

/** Parts of a join: the orchestrator's admission, the sfu-node's taking of the peer, and the whole until the reply. */
export type JoinStage = 'orchestrator' | 'node' | 'total';

/** How long joins take, by stage. */
export class JoinTimes {
  readonly #histogram: Histogram<'stage'>;

  constructor(histogram: Histogram<'stage'>) {
    this.#histogram = histogram;
  }

  /** Starts the clock of a stage; the function it returns stops it, once. */
  start(stage: JoinStage): () => void {
    const stop = this.#histogram.startTimer({ stage });
    let isStopped = false;
    return () => {
      if (!isStopped) stop();
      isStopped = true;
    };
  }
}
