import type { Dashboard } from './dashboard.ts';

export const quality: Dashboard = {
  id: 'calls-and-quality',
  title: 'Calls and quality',
  description: 'How people get into calls, and how they hear and see each other.',
  rows: [
    {
      title: 'Getting in',
      panels: [
        {
          title: 'Connection success, 15 min',
          kind: 'lines',
          unit: 'percentunit',
          width: 8,
          queries: [{ expr: 'media:connection_success:ratio15m', legend: 'got media within 20 s' }],
        },
        {
          title: 'First connections',
          kind: 'lines',
          unit: 'short',
          width: 8,
          stacked: true,
          queries: [
            {
              expr: 'sum by (outcome) (increase(sfu_peer_connections_total[$__rate_interval]))',
              legend: '{{outcome}}',
            },
          ],
        },
        {
          title: 'Connections lost',
          description: 'Closed laptops and changed networks too; a jump of many at once is ours.',
          kind: 'lines',
          unit: 'short',
          width: 8,
          queries: [{ expr: 'sum(increase(sfu_peer_connections_lost_total[$__rate_interval]))', legend: 'lost' }],
        },
        {
          title: 'A join takes, 95 %',
          description: 'On the server, by part. 50 ms is the aim.',
          kind: 'lines',
          unit: 's',
          width: 12,
          queries: [
            {
              expr: 'histogram_quantile(0.95, sum by (le, stage) (rate(gateway_join_duration_seconds_bucket[$__rate_interval])))',
              legend: '{{stage}}',
            },
          ],
        },
        {
          title: 'Refusals',
          kind: 'lines',
          unit: 'reqps',
          width: 12,
          queries: [{ expr: 'sum by (reason) (rate(gateway_refusals_total[$__rate_interval]))', legend: '{{reason}}' }],
        },
      ],
    },
    {
      title: 'Sound and picture',
      panels: [
        {
          title: 'Round trip',
          kind: 'lines',
          unit: 's',
          width: 8,
          limits: { warn: 0.15, bad: 0.3 },
          queries: [
            { expr: 'media:round_trip:mean5m', legend: 'mean' },
            {
              expr: 'histogram_quantile(0.95, sum by (le) (rate(sfu_peer_round_trip_seconds_bucket[$__rate_interval])))',
              legend: '95 %',
            },
          ],
        },
        {
          title: 'Packets lost on the way here',
          kind: 'lines',
          unit: 'percentunit',
          width: 8,
          queries: [
            { expr: 'media:loss:mean5m', legend: 'mean' },
            {
              expr: 'histogram_quantile(0.95, sum by (le) (rate(sfu_peer_loss_ratio_bucket[$__rate_interval])))',
              legend: '95 %',
            },
          ],
        },
        {
          title: 'What paths carry',
          description: 'Of those who receive pictures: the median, and the worst tenth.',
          kind: 'lines',
          unit: 'bps',
          width: 8,
          queries: [
            {
              expr: 'histogram_quantile(0.5, sum by (le) (rate(sfu_receiver_available_bits_per_second_bucket[$__rate_interval])))',
              legend: 'half carry more than',
            },
            {
              expr: 'histogram_quantile(0.1, sum by (le) (rate(sfu_receiver_available_bits_per_second_bucket[$__rate_interval])))',
              legend: 'nine of ten carry more than',
            },
          ],
        },
        {
          title: 'Pictures given smaller',
          kind: 'lines',
          unit: 'short',
          width: 8,
          stacked: true,
          queries: [{ expr: 'sum by (cause) (sfu_subscriptions_limited)', legend: '{{cause}}' }],
        },
        {
          title: 'Tracks not given',
          kind: 'lines',
          unit: 'short',
          width: 8,
          stacked: true,
          queries: [{ expr: 'sum by (reason) (sfu_subscriptions_paused)', legend: '{{reason}}' }],
        },
        {
          title: 'Decisions on what receivers get',
          kind: 'lines',
          unit: 'ops',
          width: 8,
          queries: [
            {
              expr: 'sum by (change, cause) (rate(sfu_adaptations_total[$__rate_interval]))',
              legend: '{{change}} {{cause}}',
            },
          ],
        },
      ],
    },
  ],
};
