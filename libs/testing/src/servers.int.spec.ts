import { afterEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { createTestRedis, startRedis, waitFor } from './index.ts';

describe('test servers', () => {
  const clients: Redis[] = [];
  const connect = (url: string): Redis => {
    const client = new Redis(url, { retryStrategy: null });
    clients.push(client);
    return client;
  };

  afterEach(() => {
    for (const client of clients.splice(0)) if (client.status === 'ready') client.disconnect();
  });

  it('give every test file a Redis database of its own', async () => {
    const [first, second] = [connect(await createTestRedis()), connect(await createTestRedis())];
    await first.set('name', 'first');
    expect(await second.get('name')).toBeNull();
  });

  it('keep what Redis was told when it is killed', async () => {
    const server = await startRedis();
    const before = connect(server.url);
    before.on('error', () => undefined);
    await before.set('name', 'kept');
    process.kill(server.pid, 'SIGKILL');
    await waitFor(() => before.status === 'end', { what: 'the connection breaking' });
    const again = await server.startAgain();
    expect(await connect(again.url).get('name')).toBe('kept');
    await again.stop();
  });
});
