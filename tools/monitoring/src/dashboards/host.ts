import type { Dashboard } from './dashboard.ts';

const OUTSIDE = 'device!~"lo|br-.*|docker.*|veth.*|virbr.*|tun.*|wg.*"';

export const host: Dashboard = {
  id: 'host',
  title: 'Host',
  description: 'The machines: processors, memory, disks, network, clock.',
  rows: [
    {
      title: 'Processors and memory',
      panels: [
        {
          title: 'Processors',
          kind: 'lines',
          unit: 'percentunit',
          width: 12,
          limits: { warn: 0.7, bad: 0.9 },
          queries: [{ expr: 'host:cpu_used:ratio', legend: '{{instance}}' }],
        },
        {
          title: 'What they do',
          kind: 'lines',
          unit: 'short',
          width: 12,
          stacked: true,
          queries: [
            {
              expr: 'sum by (mode) (rate(node_cpu_seconds_total{mode!="idle"}[$__rate_interval]))',
              legend: '{{mode}}',
            },
          ],
        },
        {
          title: 'Memory taken',
          kind: 'lines',
          unit: 'percentunit',
          width: 12,
          limits: { warn: 0.75, bad: 0.9 },
          queries: [{ expr: 'host:memory_used:ratio', legend: '{{instance}}' }],
        },
        {
          title: 'Processes that wait for a processor or a disk',
          kind: 'lines',
          unit: 'short',
          width: 12,
          queries: [{ expr: 'node_load1', legend: '{{instance}}' }],
        },
      ],
    },
    {
      title: 'Disks',
      panels: [
        {
          title: 'Full',
          kind: 'lines',
          unit: 'percentunit',
          width: 12,
          limits: { warn: 0.7, bad: 0.85 },
          queries: [{ expr: 'host:disk_used:ratio', legend: '{{instance}} {{mountpoint}}' }],
        },
        {
          title: 'Read and written',
          kind: 'lines',
          unit: 'Bps',
          width: 12,
          queries: [
            {
              expr: 'sum by (instance) (rate(node_disk_read_bytes_total[$__rate_interval]))',
              legend: '{{instance}} read',
            },
            {
              expr: 'sum by (instance) (rate(node_disk_written_bytes_total[$__rate_interval]))',
              legend: '{{instance}} written',
            },
          ],
        },
      ],
    },
    {
      title: 'Network and clock',
      panels: [
        {
          title: 'Traffic with the outside',
          kind: 'lines',
          unit: 'Bps',
          width: 12,
          queries: [
            { expr: 'host:sent:bytes_per_second', legend: '{{instance}} sent' },
            {
              expr: `sum by (instance) (rate(node_network_receive_bytes_total{${OUTSIDE}}[$__rate_interval]))`,
              legend: '{{instance}} received',
            },
          ],
        },
        {
          title: 'Sent in 30 days',
          kind: 'lines',
          unit: 'bytes',
          width: 6,
          limits: { warn: 15e12, bad: 18e12 },
          queries: [{ expr: 'host:sent:bytes_30d', legend: '{{instance}}' }],
        },
        {
          title: 'Clock is off by',
          kind: 'lines',
          unit: 's',
          width: 6,
          queries: [{ expr: 'abs(node_timex_offset_seconds)', legend: '{{instance}}' }],
        },
      ],
    },
  ],
};
