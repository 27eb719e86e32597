import { describe, expect, it } from '@jest/globals';
import { HostFacts } from '../host-facts.ts';
import { doctorSettings } from '../settings.ts';
import { relayAddress } from './relay.ts';
import { checkServices } from './services.ts';
import { checkVersions } from './versions.ts';

const settings = doctorSettings({
  DOMAIN: 'call.example.com',
  VERSION: '1.2',
  IMAGE_REGISTRY: 'registry.example.com:5000/team',
  DATABASE_OWNER_URL: 'postgresql://owner@postgres/videocall',
});

type Service = HostFacts['services'][number];

function context(...services: readonly Partial<Service>[]) {
  const well: Service = {
    name: 'auth',
    state: 'healthy',
    once: false,
    exitCode: 0,
    image: 'registry.example.com:5000/team/auth:1.2',
  };
  return { settings, facts: { services: services.map((service) => ({ ...well, ...service })), addresses: [] } };
}

describe('what the doctor says of services', () => {
  it('is one line when all run, and those that are meant to end have ended well', async () => {
    const { all } = await checkServices(context({}, { name: 'migrate', state: 'exited', once: true }));
    expect(all).toEqual([{ part: 'services', outcome: 'good', says: 'all 2 services run' }]);
  });

  it('names each that is stopped, not ready, or failed, and where to see why', async () => {
    const { all } = await checkServices(
      context(
        { name: 'coturn', state: 'exited', exitCode: 137 },
        { name: 'recorder', state: 'unhealthy' },
        { name: 'migrate', state: 'exited', once: true, exitCode: 1 },
      ),
    );
    expect(all).toMatchObject([
      { outcome: 'failed', says: 'coturn does not run (exited)', cure: expect.stringContaining('videocall deploy') },
      { outcome: 'failed', says: 'recorder runs but is not ready', cure: expect.stringContaining('logs recorder') },
      { outcome: 'failed', says: 'migrate failed (exit code 1)', cure: expect.stringContaining('logs migrate') },
    ]);
  });

  it('is nothing where the host told nothing', async () => {
    expect((await checkServices(context())).all).toMatchObject([{ outcome: 'unknown' }]);
  });

  it('names those of another version, but not what is not ours', async () => {
    const { all } = await checkVersions(
      context(
        {},
        { name: 'recorder', image: 'registry.example.com:5000/team/recorder:1.1' },
        { name: 'redis', image: 'redis:7' },
      ),
    );
    expect(all).toMatchObject([{ outcome: 'failed', says: 'recorder runs version 1.1, not 1.2' }]);
  });
});

describe("a relay's address", () => {
  it('says how it is reached', () => {
    expect(relayAddress('turn:turn.example.com:3478?transport=tcp')).toMatchObject({ over: 'TCP', port: 3478 });
    expect(relayAddress('turns:turn.example.com:443?transport=tcp')).toMatchObject({ over: 'TLS', port: 443 });
    expect(relayAddress('turn:turn.example.com')).toMatchObject({ over: 'UDP', host: 'turn.example.com', port: 3478 });
    expect(relayAddress('stun:turn.example.com')).toBeUndefined();
  });
});
