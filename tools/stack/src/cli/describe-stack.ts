import { existsSync, readFileSync } from 'node:fs';
import type { RunningStack } from '../stack/state-file.ts';

function password(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '(not written yet)';
}

/** What one wants to know of a running stack, in a few lines. */
export function describeStack({ publicUrl, grpcAddress, account, parts }: RunningStack): string {
  const rows = parts.map(({ name, pid, state, ports, restarts }) => {
    const where = Object.entries(ports).map(([port, number]) => `${port} ${number}`);
    return `  ${name.padEnd(18)} ${state.padEnd(9)} pid ${String(pid ?? '-').padEnd(8)} ${where.join(', ')}${restarts > 0 ? `  (started again ${restarts}×)` : ''}`;
  });
  return [
    ...rows,
    '',
    `  Web app    ${publicUrl}`,
    `  API        ${publicUrl}/docs`,
    `  gRPC       ${grpcAddress}`,
    `  Account    ${account.email}  password ${password(account.passwordFile)}`,
    '',
  ].join('\n');
}
