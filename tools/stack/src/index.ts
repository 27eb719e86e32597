export { issueCertificate, type ServiceCertificate } from './certificates/issue-certificate.ts';
export { ensureLogins, serviceAddresses, type DatabaseSchema, type LoginPasswords } from './database/logins.ts';
export { migrate } from './database/migrate.ts';
export { freePort } from './process/free-port.ts';
export { waitFor, type WaitOptions } from './process/wait-for.ts';
export { startPostgres, type PostgresServer } from './servers/postgres.ts';
export { startRedis, type RedisServer } from './servers/redis.ts';
