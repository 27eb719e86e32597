import type { PreparedPostgres } from './prepared-postgres.ts';

/** Servers that one Jest run starts once, for all its test files. */
export interface SharedServers {
  readonly postgres: PreparedPostgres;
  readonly redisUrl: string;
}

/** How Jest's set-up, in the parent process, tells the test files where the servers are. */
export const SHARED_SERVERS_VARIABLE = 'VIDEOCALL_TEST_SERVERS';

/** @throws Error when the project's Jest configuration does not start the servers */
export function sharedServers(): SharedServers {
  const value = process.env[SHARED_SERVERS_VARIABLE];
  if (value === undefined) {
    throw new Error(
      "add globalSetup: '@videocall/testing/jest-setup' and globalTeardown: '@videocall/testing/jest-teardown' to this project's jest.config.mjs",
    );
  }
  return JSON.parse(value) as SharedServers;
}
