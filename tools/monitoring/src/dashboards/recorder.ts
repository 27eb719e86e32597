import type { Dashboard } from './dashboard.ts';

export const recorder: Dashboard = {
  id: 'recorder',
  title: 'Recorder',
  description: 'Recordings: under way, finished, stored.',
  rows: [
    {
      title: 'Recordings',
      panels: [
        {
          title: 'Being captured',
          kind: 'figure',
          unit: 'short',
          width: 6,
          queries: [{ expr: 'max(recorder_recordings{state="CAPTURING"})' }],
        },
        {
          title: 'Being finished',
          kind: 'figure',
          unit: 'short',
          width: 6,
          queries: [{ expr: 'max(recorder_recordings{state="PROCESSING"})' }],
        },
        {
          title: 'Ready',
          kind: 'figure',
          unit: 'short',
          width: 6,
          queries: [{ expr: 'max(recorder_recordings{state="READY"})' }],
        },
        {
          title: 'Failed',
          kind: 'figure',
          unit: 'short',
          width: 6,
          limits: { warn: 1, bad: 5 },
          queries: [{ expr: 'max(recorder_recordings{state="FAILED"})' }],
        },
        {
          title: 'By state',
          kind: 'lines',
          unit: 'short',
          width: 12,
          queries: [{ expr: 'max by (state) (recorder_recordings{state!="READY"})', legend: '{{state}}' }],
        },
        {
          title: 'As calls see them',
          kind: 'lines',
          unit: 'short',
          width: 12,
          queries: [{ expr: 'max by (state) (orchestrator_recordings)', legend: '{{state}}' }],
        },
      ],
    },
    {
      title: 'Storage',
      panels: [
        {
          title: 'Stored, by kind',
          kind: 'lines',
          unit: 'bytes',
          width: 12,
          stacked: true,
          queries: [{ expr: 'max by (kind) (recorder_stored_bytes)', legend: '{{kind}}' }],
        },
        {
          title: 'Disks',
          description: 'Above 85 % the oldest recordings on a disk of this machine are deleted.',
          kind: 'lines',
          unit: 'percentunit',
          width: 12,
          limits: { warn: 0.7, bad: 0.85 },
          queries: [{ expr: 'max by (disk) (recorder_disk_used_ratio)', legend: '{{disk}}' }],
        },
        {
          title: 'Processor use',
          description: 'In cores, without the processes that compose pictures.',
          kind: 'lines',
          unit: 'short',
          width: 12,
          queries: [
            { expr: 'rate(process_cpu_seconds_total{service="recorder"}[$__rate_interval])', legend: '{{instance}}' },
          ],
        },
      ],
    },
  ],
};
