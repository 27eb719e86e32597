import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Paths of what one stack keeps. */
export interface DataFolder {
  readonly root: string;
  readonly postgres: string;
  readonly redis: string;
  readonly turn: string;
  readonly logs: string;
  readonly certificates: string;
  readonly secretsFile: string;
  /** What coturn and call-orchestrator share. */
  readonly turnSecretFile: string;
  readonly adminPasswordFile: string;
  /** Ports, and what runs. */
  readonly stateFile: string;
  logOf(name: string): string;
}

/** Opens a stack's data folder, making what is missing, readable by its owner alone. */
export function openDataFolder(root: string): DataFolder {
  const logs = join(root, 'logs');
  for (const folder of [root, logs]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    root,
    postgres: join(root, 'postgres'),
    redis: join(root, 'redis'),
    turn: join(root, 'turn'),
    logs,
    certificates: join(root, 'certificates'),
    secretsFile: join(root, 'secrets.json'),
    turnSecretFile: join(root, 'turn-secret'),
    adminPasswordFile: join(root, 'admin-password'),
    stateFile: join(root, 'state.json'),
    logOf: (name) => join(logs, `${name}.log`),
  };
}
