import { Injectable } from '@nestjs/common';
import { PrismaClient } from '@videocall/platform-database';
import { collectGauge } from '@videocall/platform-metrics';
import { OperatorRules } from '../application/operator-rules.js';
import { SfuNodes } from './sfu/sfu-nodes.js';

/** What Prometheus is told of calls, counted when it asks. The figures are of the whole server, whichever process is asked. */
@Injectable()
export class CallMetrics {
  readonly #client: PrismaClient;
  readonly #nodes: SfuNodes;
  readonly #rules: OperatorRules;

  constructor(client: PrismaClient, nodes: SfuNodes, rules: OperatorRules) {
    this.#client = client;
    this.#nodes = nodes;
    this.#rules = rules;
  }

  start(): void {
    collectGauge('orchestrator_calls', 'Calls that people may enter, by state.', ['state'], async (set) => {
      const counts = await this.#client.call.groupBy({
        by: ['state'],
        where: { state: { in: ['STARTING', 'ACTIVE'] } },
        _count: true,
      });
      for (const state of ['STARTING', 'ACTIVE']) {
        set({ state }, counts.find((count) => count.state === state)?._count ?? 0);
      }
    });
    collectGauge(
      'orchestrator_participants',
      'Participants who hold a place in a call, by state.',
      ['state'],
      async (set) => {
        const counts = await this.#client.participant.groupBy({
          by: ['state'],
          where: { state: { not: 'LEFT' } },
          _count: true,
        });
        for (const state of ['JOINING', 'JOINED', 'RECONNECTING']) {
          set({ state }, counts.find((count) => count.state === state)?._count ?? 0);
        }
      },
    );
    collectGauge('orchestrator_recordings', 'Recordings that have not ended, by state.', ['state'], async (set) => {
      const counts = await this.#client.callRecording.groupBy({
        by: ['state'],
        where: { state: { notIn: ['ENDED', 'RELEASED'] } },
        _count: true,
      });
      for (const state of ['RESERVED', 'STARTING', 'CAPTURING', 'STOPPING']) {
        set({ state }, counts.find((count) => count.state === state)?._count ?? 0);
      }
    });
    collectGauge(
      'orchestrator_call_limit',
      'How many calls there may be at once: all, and open to everybody.',
      ['kind'],
      (set) => {
        const { maxCalls, reservedCalls } = this.#rules;
        set({ kind: 'all' }, maxCalls);
        set({ kind: 'open' }, Math.max(0, maxCalls - reservedCalls));
      },
    );
    collectGauge(
      'orchestrator_capacity_level',
      'How full each resource is, in thresholds passed: from 1 on it is told of, from 2 on (TRAFFIC: 1) pictures are capped, CPU 3 refuses calls.',
      ['resource'],
      async (set) => {
        for (const { resource, level } of await this.#client.capacityLevel.findMany()) set({ resource }, level);
      },
    );
    collectGauge(
      'orchestrator_month_sent_bytes',
      'What the machine of each sfu-node has sent in this calendar month (UTC).',
      ['node'],
      async (set) => {
        const month = new Date().toISOString().slice(0, 7);
        for (const { nodeId, sentBytes } of await this.#client.hostTraffic.findMany({ where: { month } }))
          set({ node: nodeId }, Number(sentBytes));
      },
    );
    collectGauge('orchestrator_sfu_nodes_up', 'Whether each configured sfu-node is in sight.', ['address'], (set) => {
      for (const { address, state } of this.#nodes.all) set({ address }, state === 'UP' ? 1 : 0);
    });
  }
}
