import type { Dashboard } from './dashboard.ts';

export const capacity: Dashboard = {
  id: 'capacity',
  title: 'Capacity',
  description: 'How much room is left: the thresholds at which the product gives something up.',
  rows: [
    {
      title: 'Against the limits',
      panels: [
        {
          title: 'Calls',
          kind: 'lines',
          unit: 'short',
          width: 12,
          queries: [
            { expr: 'calls:running:sum', legend: 'running' },
            { expr: 'max by (kind) (orchestrator_call_limit)', legend: 'limit: {{kind}}' },
          ],
        },
        {
          title: 'People',
          kind: 'lines',
          unit: 'short',
          width: 12,
          queries: [{ expr: 'calls:connected_participants:sum', legend: 'connected' }],
        },
        {
          title: 'Processors',
          description: '70 % warns, 85 % caps pictures, 90 % refuses new calls.',
          kind: 'lines',
          unit: 'percentunit',
          width: 8,
          limits: { warn: 0.85, bad: 0.9 },
          queries: [{ expr: 'host:cpu_used:ratio', legend: '{{instance}}' }],
        },
        {
          title: 'Memory',
          kind: 'lines',
          unit: 'percentunit',
          width: 8,
          limits: { warn: 0.75, bad: 0.9 },
          queries: [{ expr: 'host:memory_used:ratio', legend: '{{instance}}' }],
        },
        {
          title: 'Disks',
          kind: 'lines',
          unit: 'percentunit',
          width: 8,
          limits: { warn: 0.7, bad: 0.85 },
          queries: [{ expr: 'host:disk_used:ratio', legend: '{{instance}} {{mountpoint}}' }],
        },
      ],
    },
    {
      title: 'What is given up',
      panels: [
        {
          title: 'Thresholds passed',
          description:
            'CPU: 2 caps pictures at 480p; 3 at 360p and refuses new calls and recordings. TRAFFIC: 1 caps at 480p, 2 at 360p.',
          kind: 'lines',
          unit: 'short',
          width: 12,
          queries: [{ expr: 'max by (resource) (orchestrator_capacity_level)', legend: '{{resource}}' }],
        },
        {
          title: 'Sent in this calendar month',
          kind: 'lines',
          unit: 'bytes',
          width: 12,
          limits: { warn: 15e12, bad: 18e12 },
          queries: [{ expr: 'max by (node) (orchestrator_month_sent_bytes)', legend: '{{node}}' }],
        },
      ],
    },
    {
      title: 'What one more costs',
      panels: [
        {
          title: 'Busiest media worker',
          kind: 'lines',
          unit: 'percentunit',
          width: 8,
          limits: { warn: 0.7, bad: 0.85 },
          queries: [{ expr: 'max by (instance) (sfu_worker_cpu_cores)', legend: '{{instance}}' }],
        },
        {
          title: 'Sent to each participant',
          kind: 'lines',
          unit: 'bps',
          width: 8,
          queries: [
            {
              expr: 'sum(sfu_bitrate_bits_per_second{direction="sent"}) / sum(sfu_peers)',
              legend: 'mean',
            },
          ],
        },
        {
          title: 'Processor time of each track sent',
          description: 'In cores.',
          kind: 'lines',
          unit: 'none',
          width: 8,
          queries: [{ expr: 'sum(sfu_worker_cpu_cores) / sum(sfu_consumers)', legend: 'mean' }],
        },
        {
          title: 'Traffic at this rate, in 30 days',
          kind: 'lines',
          unit: 'bytes',
          width: 12,
          limits: { warn: 15e12, bad: 18e12 },
          queries: [
            { expr: 'host:sent:bytes_30d', legend: '{{instance}} sent' },
            { expr: 'avg_over_time(host:sent:bytes_per_second[1d]) * 30 * 86400', legend: '{{instance}} as today' },
          ],
        },
        {
          title: 'Recordings under way',
          kind: 'lines',
          unit: 'short',
          width: 12,
          queries: [{ expr: 'sum(max by (state) (orchestrator_recordings))', legend: 'recordings' }],
        },
      ],
    },
  ],
};
