import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureMediaWorker } from '@videocall/media-worker';
import { startStack, waitFor, type Stack, type StackOptions } from '@videocall/stack';

/** The whole product, running for one file of tests in a folder that vanishes with it. */
export interface Product {
  readonly stack: Stack;
  /** Where the page and, below it, the API are. */
  readonly origin: string;
  /** Where the product keeps its data, secrets and certificates. */
  readonly dataDir: string;
  /** Kills a service with `kill -9` and returns when the supervisor has it ready again. */
  crash(service: string): Promise<void>;
  stop(): Promise<void>;
}

// A test makes in minutes the requests of an afternoon; the limits themselves have tests of their own.
const GENEROUS_LIMITS = {
  'api-gateway': { RATE_LIMIT_PER_IP_PER_MINUTE: '100000', RATE_LIMIT_PER_USER_PER_MINUTE: '100000' },
};

/**
 * Starts the product on free ports.
 *
 * @param environment settings by service that differ from a developer's
 */
export async function startProduct(
  environment: StackOptions['environment'] = {},
  options: Pick<StackOptions, 'mediaAddress' | 'sfuNodes'> = {},
): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), 'videocall-e2e-'));
  const stack = await startStack({
    dataDir,
    mediaWorkerBinary: await ensureMediaWorker(() => undefined),
    durable: false,
    ...options,
    environment: {
      ...environment,
      'api-gateway': { ...GENEROUS_LIMITS['api-gateway'], ...environment['api-gateway'] },
    },
  });
  return {
    stack,
    origin: stack.addresses.publicUrl,
    dataDir,
    crash: async (service) => {
      const before = stack.restarts(service);
      stack.kill(service, 'SIGKILL');
      await waitFor(() => stack.restarts(service) > before, { what: `${service} being started again` });
      await stack.waitUntilReady(service);
    },
    stop: async () => {
      await stack.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
