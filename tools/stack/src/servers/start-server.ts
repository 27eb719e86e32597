import { hasExited, logTail, startChild, stopChild } from '../process/child.ts';
import type { ProcessSpecification } from '../process/process-specification.ts';
import { waitFor } from '../process/wait-for.ts';

const START_TIMEOUT_MS = 30_000;

/** A server process of the caller's own. */
export interface Server {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a server without supervision and waits until it is ready. */
export async function startServer(specification: ProcessSpecification): Promise<Server> {
  const { name, logFile, stopSignal } = specification;
  const child = startChild(specification);
  try {
    await waitFor(() => hasExited(child) || specification.isReady(), {
      what: `${name} answering`,
      timeoutMs: START_TIMEOUT_MS,
    });
    if (hasExited(child) || child.pid === undefined)
      throw new Error(`${name} ended at once; its log:\n${logTail(logFile)}`);
  } catch (error) {
    await stopChild(child, stopSignal);
    throw error;
  }
  return { pid: child.pid, stop: () => stopChild(child, stopSignal) };
}
