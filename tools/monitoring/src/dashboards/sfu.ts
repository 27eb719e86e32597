import type { Dashboard } from './dashboard.ts';

export const sfu: Dashboard = {
  id: 'sfu',
  title: 'SFU',
  description: 'The media servers: what they carry, and what it costs them.',
  rows: [
    {
      title: 'Carried',
      panels: [
        {
          title: 'Media',
          kind: 'lines',
          unit: 'bps',
          width: 12,
          queries: [
            {
              expr: 'sum by (instance, direction) (sfu_bitrate_bits_per_second)',
              legend: '{{instance}} {{direction}}',
            },
          ],
        },
        {
          title: 'Calls, peers, tracks',
          kind: 'lines',
          unit: 'short',
          width: 12,
          queries: [
            { expr: 'sum(sfu_routers)', legend: 'calls' },
            { expr: 'sum(sfu_peers)', legend: 'peers' },
            { expr: 'sum(sfu_producers)', legend: 'tracks received' },
            { expr: 'sum(sfu_consumers)', legend: 'tracks sent' },
          ],
        },
      ],
    },
    {
      title: 'Workers',
      panels: [
        {
          title: 'Processor use of each worker',
          description: 'In cores: one worker has one at most. From 0.8 on it gives up quality.',
          kind: 'lines',
          unit: 'percentunit',
          width: 12,
          queries: [{ expr: 'sfu_worker_cpu_cores', legend: '{{instance}} worker {{worker}}' }],
        },
        {
          title: 'Quality given up for load',
          description: '0 none, 1 to 480p, 2 to 360p.',
          kind: 'lines',
          unit: 'short',
          width: 6,
          queries: [{ expr: 'sfu_worker_shedding_level', legend: '{{instance}} worker {{worker}}' }],
        },
        {
          title: 'Workers',
          kind: 'lines',
          unit: 'short',
          width: 6,
          queries: [
            { expr: 'sum by (instance) (sfu_workers)', legend: '{{instance}} running' },
            {
              expr: 'sum by (instance) (increase(sfu_worker_deaths_total[$__rate_interval]))',
              legend: '{{instance}} died',
            },
          ],
        },
      ],
    },
    {
      title: 'Publishers',
      panels: [
        {
          title: 'Commands to publishers',
          kind: 'lines',
          unit: 'ops',
          width: 12,
          queries: [
            { expr: 'sum by (cause) (rate(sfu_publisher_commands_total[$__rate_interval]))', legend: '{{cause}}' },
          ],
        },
        {
          title: 'Measures against publishers above their profile',
          kind: 'lines',
          unit: 'ops',
          width: 12,
          queries: [
            { expr: 'sum by (action) (rate(sfu_quality_enforcements_total[$__rate_interval]))', legend: '{{action}}' },
          ],
        },
      ],
    },
    {
      title: 'Seen from outside',
      panels: [
        {
          title: 'In sight of call-orchestrator',
          kind: 'lines',
          unit: 'short',
          width: 8,
          queries: [{ expr: 'min by (address) (orchestrator_sfu_nodes_up)', legend: '{{address}}' }],
        },
        {
          title: 'Media of server-side participants',
          description: 'RTP packets that bots send and receive over gRPC, and those they were too slow for.',
          kind: 'lines',
          unit: 'ops',
          width: 8,
          queries: [
            {
              expr: 'sum by (direction) (rate(gateway_media_packets_total[$__rate_interval]))',
              legend: '{{direction}}',
            },
            { expr: 'sum(rate(gateway_media_packets_dropped_total[$__rate_interval]))', legend: 'dropped' },
          ],
        },
        {
          title: 'UDP the kernel threw away',
          description: 'Receive buffers that were full: media comes faster than a worker reads.',
          kind: 'lines',
          unit: 'ops',
          width: 8,
          queries: [{ expr: 'rate(node_netstat_Udp_RcvbufErrors[$__rate_interval])', legend: '{{instance}}' }],
        },
      ],
    },
  ],
};
