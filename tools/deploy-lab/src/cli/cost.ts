import { docker } from '../engine/daemon.ts';

const MINUTE_MS = 60_000;

/** What a run took and holds, for whoever pays for it. */
export async function describeCost(elapsedMs: number): Promise<string> {
  const list = await docker([
    'image',
    'ls',
    '--format',
    '{{.Size}}\t{{.Repository}}:{{.Tag}}',
    '--filter',
    'reference=videocall/*',
  ]);
  const disk = await docker(['system', 'df', '--format', '{{.Type}}: {{.Size}} ({{.TotalCount}})']);
  return [
    `${(elapsedMs / MINUTE_MS).toFixed(1)} minutes`,
    'images of our own:',
    ...list
      .split('\n')
      .sort()
      .map((line) => `  ${line}`),
    'on the disk of the engine:',
    ...disk.split('\n').map((line) => `  ${line}`),
  ].join('\n');
}
