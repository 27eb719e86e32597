import { spawnSync } from 'node:child_process';

/** mediasoup-worker exits with this when it is not started by mediasoup (its `main.cpp`). */
const STARTED_WITHOUT_MEDIASOUP = 41;

/** Whether a worker binary is there and can run on this machine: right architecture, libraries found. */
export function runsHere(binary: string): boolean {
  return spawnSync(binary, { env: {}, stdio: 'ignore', timeout: 10_000 }).status === STARTED_WITHOUT_MEDIASOUP;
}
