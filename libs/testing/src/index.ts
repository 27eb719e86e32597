export { ensureMediaWorker } from '@videocall/media-worker';
export { freePort, waitFor, type WaitOptions } from '@videocall/stack';
export { startPostgres, startRedis, type TestPostgres, type TestRedis } from './own-servers.ts';
export { startObjectServer, type TestObjectServer } from './test-object-server.ts';
export { SHARED_SERVERS_VARIABLE } from './shared-servers.ts';
export { TestCertificates, type TlsFiles } from './test-certificates.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { createTestRedis } from './test-redis.ts';
