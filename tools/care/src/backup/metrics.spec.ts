import { describe, expect, it } from '@jest/globals';
import { metricsText } from './metrics.ts';

describe('metrics for the textfile collector', () => {
  it('are gauges with a help text', () => {
    expect(metricsText([{ name: 'videocall_backup_size_bytes', help: 'How much.', value: 12 }])).toBe(
      '# HELP videocall_backup_size_bytes How much.\n# TYPE videocall_backup_size_bytes gauge\nvideocall_backup_size_bytes 12\n',
    );
  });
});
