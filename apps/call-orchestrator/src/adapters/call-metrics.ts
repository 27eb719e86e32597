import { Injectable } from '@nestjs/common';
import { PrismaClient } from '@videocall/platform-database';
import { Gauge, register } from 'prom-client';
import { SfuNodes } from './sfu/sfu-nodes.js';

/** What Prometheus is told of calls, counted when it asks. The figures are of the whole server, whichever process is asked. */
@Injectable()
export class CallMetrics {
  readonly #client: PrismaClient;
  readonly #nodes: SfuNodes;

  constructor(client: PrismaClient, nodes: SfuNodes) {
    this.#client = client;
    this.#nodes = nodes;
  }

  start(): void {
    gauge('orchestrator_calls', 'Calls that people may enter, by state.', ['state'], async (set) => {
      const counts = await this.#client.call.groupBy({
        by: ['state'],
        where: { state: { in: ['STARTING', 'ACTIVE'] } },
        _count: true,
      });
      for (const state of ['STARTING', 'ACTIVE']) {
        set({ state }, counts.find((count) => count.state === state)?._count ?? 0);
      }
    });
    gauge('orchestrator_participants', 'Participants who hold a place in a call, by state.', ['state'], async (set) => {
      const counts = await this.#client.participant.groupBy({
        by: ['state'],
        where: { state: { not: 'LEFT' } },
        _count: true,
      });
      for (const state of ['JOINING', 'JOINED', 'RECONNECTING']) {
        set({ state }, counts.find((count) => count.state === state)?._count ?? 0);
      }
    });
    gauge('orchestrator_recordings', 'Recordings that have not ended, by state.', ['state'], async (set) => {
      const counts = await this.#client.callRecording.groupBy({
        by: ['state'],
        where: { state: { notIn: ['ENDED', 'RELEASED'] } },
        _count: true,
      });
      for (const state of ['RESERVED', 'STARTING', 'CAPTURING', 'STOPPING']) {
        set({ state }, counts.find((count) => count.state === state)?._count ?? 0);
      }
    });
    gauge('orchestrator_sfu_nodes_up', 'Whether each configured sfu-node is in sight.', ['address'], (set) => {
      for (const { address, state } of this.#nodes.all) set({ address }, state === 'UP' ? 1 : 0);
    });
  }
}

type SetValue = (labels: Record<string, string>, value: number) => void;

function gauge(
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
      await collect((labels, value) => this.set(labels, value));
    },
  });
}
