import { Counter, Gauge, Histogram, register } from 'prom-client';
import type { FirstConnectionOutcome } from '../domain/first-connection.js';
import type { EnforcementAction } from '../domain/quality-enforcement.js';
import type { CallRegistry } from './call-registry.js';
import type { PeerFigures } from './peer-statistics.js';
import type { Subscription } from './subscription.js';
import type { WorkerPool } from './worker-pool.js';

/** Seconds. */
const RTT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.6, 1, 2];
const AVAILABLE_BUCKETS = [1e5, 2.5e5, 5e5, 1e6, 2e6, 4e6, 8e6];
const LOSS_BUCKETS = [0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

/** What Prometheus is told of the media on this node. One instance a process, since names are registered once. */
export class MediaMetrics {
  readonly #enforcements = new Counter({
    name: 'sfu_quality_enforcements_total',
    help: 'Actions taken against publishers that exceeded their quality profile.',
    labelNames: ['action'],
  });
  readonly #workerDeaths = new Counter({ name: 'sfu_worker_deaths_total', help: 'Media workers that died.' });
  readonly #roundTrip = new Histogram({
    name: 'sfu_peer_round_trip_seconds',
    help: 'Round trip between this node and peers, sampled every 2 s.',
    buckets: RTT_BUCKETS,
  });
  readonly #loss = new Histogram({
    name: 'sfu_peer_loss_ratio',
    help: 'Part of the packets that peers sent and that did not arrive, sampled every 2 s.',
    buckets: LOSS_BUCKETS,
  });
  readonly #bitrate = new Gauge({
    name: 'sfu_bitrate_bits_per_second',
    help: 'Media received from and sent to all peers.',
    labelNames: ['direction'],
  });
  readonly #workerCpu = new Gauge({
    name: 'sfu_worker_cpu_cores',
    help: 'Processor use of each media worker, in cores.',
    labelNames: ['worker'],
  });

  readonly #adaptations = new Counter({
    name: 'sfu_adaptations_total',
    help: 'Decisions on what a receiver gets, by what changed and why.',
    labelNames: ['change', 'cause'],
  });
  readonly #commands = new Counter({
    name: 'sfu_publisher_commands_total',
    help: 'Commands to publishers on what to send, by cause.',
    labelNames: ['cause'],
  });
  readonly #available = new Histogram({
    name: 'sfu_receiver_available_bits_per_second',
    help: 'What the path to each receiver of video is found to carry, sampled every second.',
    buckets: AVAILABLE_BUCKETS,
  });
  readonly #shedding = new Gauge({
    name: 'sfu_worker_shedding_level',
    help: 'How much quality a media worker gives up because of its load: 0 none, 1 to 480p, 2 to 360p.',
    labelNames: ['worker'],
  });

  readonly #firstConnections = new Counter({
    name: 'sfu_peer_connections_total',
    help: 'Peers that began to connect media, by whether they got it within 20 s.',
    labelNames: ['outcome'],
  });
  readonly #connectionsLost = new Counter({
    name: 'sfu_peer_connections_lost_total',
    help: 'Times that the media or the signalling of a peer was lost.',
  });

  constructor() {
    // From the start, so that the first one shows as an increase.
    for (const outcome of ['connected', 'failed'] as const) this.#firstConnections.inc({ outcome }, 0);
  }

  /** Counts that are asked for when Prometheus asks. */
  observe(pool: WorkerPool, registry: CallRegistry): void {
    const count = (name: string, help: string, value: () => number): void => {
      register.removeSingleMetric(name);
      new Gauge({
        name,
        help,
        collect() {
          this.set(value());
        },
      });
    };
    const sum = (each: (call: CallRegistry['calls'][number]) => number): number =>
      registry.calls.reduce((total, call) => total + each(call), 0);
    count('sfu_workers', 'Media workers running.', () => pool.workers.length);
    count('sfu_routers', 'Calls with media on this node.', () => registry.calls.length);
    count('sfu_peers', 'Connected devices of participants.', () => registry.peers.length);
    count('sfu_producers', 'Tracks received.', () => sum((call) => call.tracks.size));
    count('sfu_consumers', 'Tracks sent.', () =>
      registry.peers.reduce((total, peer) => total + peer.subscriptions.size, 0),
    );
    const subscriptions = (): Subscription[] => registry.peers.flatMap((peer) => [...peer.subscriptions.values()]);
    countBy('sfu_subscriptions_limited', 'Pictures given in less than what fits the screen, by cause.', 'cause', () =>
      subscriptions().map(({ limitedBy }) => limitedBy),
    );
    countBy('sfu_subscriptions_paused', 'Tracks that a receiver is not given, by reason.', 'reason', () =>
      subscriptions().map(({ pausedReason }) => pausedReason),
    );
    pool.on('died', () => this.#workerDeaths.inc());
  }

  firstConnection(outcome: FirstConnectionOutcome): void {
    this.#firstConnections.inc({ outcome });
  }

  connectionLost(): void {
    this.#connectionsLost.inc();
  }

  adapted(change: string, cause: string): void {
    this.#adaptations.inc({ change, cause });
  }

  commanded(cause: string): void {
    this.#commands.inc({ cause });
  }

  receiverMeasured(availableBitrate: number): void {
    this.#available.observe(availableBitrate);
  }

  workerShedding(worker: number, level: number): void {
    this.#shedding.set({ worker: String(worker) }, level);
  }

  enforced(action: EnforcementAction): void {
    this.#enforcements.inc({ action });
  }

  peerMeasured({ roundTripMs, lossPermille }: PeerFigures): void {
    if (roundTripMs > 0) this.#roundTrip.observe(roundTripMs / 1000);
    this.#loss.observe(lossPermille / 1000);
  }

  bitrates(received: number, sent: number): void {
    this.#bitrate.set({ direction: 'received' }, received);
    this.#bitrate.set({ direction: 'sent' }, sent);
  }

  workerCpu(worker: number, permille: number): void {
    this.#workerCpu.set({ worker: String(worker) }, permille / 1000);
  }
}

/** A gauge with one value for each label that occurs; what does not occur is left out. */
function countBy(name: string, help: string, label: string, labels: () => readonly string[]): void {
  register.removeSingleMetric(name);
  new Gauge({
    name,
    help,
    labelNames: [label],
    collect() {
      this.reset();
      for (const value of labels()) if (value !== '') this.inc({ [label]: value });
    },
  });
}
