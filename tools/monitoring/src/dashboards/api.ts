import type { Dashboard } from './dashboard.ts';
import { red } from './red.ts';

export const api: Dashboard = {
  id: 'api',
  title: 'API and services',
  description: 'Rate, errors and duration of everything that is asked of a service, and the processes that answer.',
  rows: [
    {
      title: 'REST, by service',
      panels: red({
        of: 'REST',
        histogram: 'http_server_duration_seconds',
        only: '',
        failures: 'status=~"5.."',
        by: 'service',
      }),
    },
    {
      title: 'REST of the gateway, by route',
      panels: red({
        of: 'Route',
        histogram: 'http_server_duration_seconds',
        only: 'service="api-gateway"',
        failures: 'status=~"5.."',
        by: 'method, route',
      }),
    },
    {
      title: 'gRPC between services',
      panels: red({
        of: 'gRPC',
        histogram: 'rpc_server_duration_seconds',
        only: '',
        failures: 'code=~"INTERNAL|UNKNOWN|DEADLINE_EXCEEDED|DATA_LOSS|UNIMPLEMENTED"',
        by: 'service',
      }),
    },
    {
      title: 'Signalling',
      panels: [
        ...red({
          of: 'Message',
          histogram: 'gateway_signalling_duration_seconds',
          only: '',
          failures: 'outcome=~"INTERNAL|SERVICE_UNAVAILABLE|DEADLINE_EXCEEDED"',
          by: 'message',
        }),
        {
          title: 'Connected clients',
          kind: 'lines',
          unit: 'short',
          width: 12,
          queries: [
            { expr: 'sum(gateway_connected_sockets)', legend: 'browsers' },
            { expr: 'sum(gateway_media_streams)', legend: 'server-side participants' },
          ],
        },
        {
          title: 'UDP echo',
          kind: 'lines',
          unit: 'ops',
          width: 12,
          queries: [
            { expr: 'sum by (outcome) (rate(echo_udp_datagrams_total[$__rate_interval]))', legend: '{{outcome}}' },
          ],
        },
      ],
    },
    {
      title: 'Processes',
      panels: [
        {
          title: 'Processor use',
          description: 'In cores.',
          kind: 'lines',
          unit: 'short',
          width: 8,
          queries: [
            {
              expr: 'rate(process_cpu_seconds_total{job="videocall"}[$__rate_interval])',
              legend: '{{service}} {{instance}}',
            },
          ],
        },
        {
          title: 'Memory',
          kind: 'lines',
          unit: 'bytes',
          width: 8,
          queries: [{ expr: 'process_resident_memory_bytes{job="videocall"}', legend: '{{service}} {{instance}}' }],
        },
        {
          title: 'Event loop, 99 % of turns take less than',
          kind: 'lines',
          unit: 's',
          width: 8,
          limits: { warn: 0.1, bad: 0.25 },
          queries: [{ expr: 'nodejs_eventloop_lag_p99_seconds', legend: '{{service}} {{instance}}' }],
        },
      ],
    },
  ],
};
