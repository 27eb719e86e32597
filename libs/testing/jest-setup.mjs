// Jest's globalSetup: one PostgreSQL and one Redis server for the whole run.
import { SHARED_SERVERS_VARIABLE, startPostgres, startRedis } from './src/index.ts';

export default async function setup() {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  globalThis.videocallTestServers = [postgres, redis];
  const { url, passwords } = postgres;
  process.env[SHARED_SERVERS_VARIABLE] = JSON.stringify({ postgres: { url, passwords }, redisUrl: redis.url });
}
