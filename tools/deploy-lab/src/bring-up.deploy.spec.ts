import { beforeAll, describe, expect, it } from '@jest/globals';
import { composeUp, docker, PROFILES, serviceOf, type Container, type Deployment } from './index.ts';

/** Building everything from nothing, the media worker included. */
const LONGEST_MS = 55 * 60_000;
/** What does its work once and ends. */
const ONCE = ['certificates', 'migrate'];

describe('the product on a server', () => {
  let deployment: Deployment;
  let containers: Container[];
  let running: Container[];

  beforeAll(async () => {
    const begun = performance.now();
    deployment = await composeUp();
    process.stderr.write(`  built and up in ${((performance.now() - begun) / 60_000).toFixed(1)} minutes\n`);
    containers = await deployment.containers();
    running = containers.filter((container) => !ONCE.includes(serviceOf(container)));
  }, LONGEST_MS);

  const services = (those: readonly Container[]): string[] => those.map(serviceOf).sort();

  it('comes up with every profile, and every part is healthy', async () => {
    const wanted = (await deployment.compose(['config', '--services'])).split('\n').sort();
    expect(services(containers)).toEqual(wanted);
    expect(services(running.filter(({ State }) => State.Health?.Status !== 'healthy'))).toEqual([]);
    const once = containers.filter((container) => ONCE.includes(serviceOf(container)));
    expect(once.map(({ State }) => `${State.Status} ${State.ExitCode}`)).toEqual(once.map(() => 'exited 0'));
  });

  it('runs nothing as root, with rights of root, or on a root that can be written', async () => {
    for (const container of running) {
      const { HostConfig: host, Config: config } = container;
      expect({
        service: serviceOf(container),
        user: /^(|root|0)(:.*)?$/.test(config.User) ? config.User : 'another',
        readOnly: host.ReadonlyRootfs,
        dropped: host.CapDrop,
        added: host.CapAdd ?? [],
        privileged: host.Privileged,
        noNewPrivileges: (host.SecurityOpt ?? []).some((option) => option.startsWith('no-new-privileges')),
      }).toEqual({
        service: serviceOf(container),
        user: 'another',
        readOnly: true,
        dropped: ['ALL'],
        added: [],
        privileged: false,
        noNewPrivileges: true,
      });
    }
  });

  it('really so: its processes are nobody special, and cannot write beside their own files', async () => {
    for (const { Name } of running) {
      const name = Name.slice(1);
      const processes = (await docker(['top', name, '-eo', 'pid,uid'])).split('\n').slice(1);
      const users = processes.map((line) => Number(line.trim().split(/\s+/)[1]));
      expect({ name, root: users.includes(0) }).toEqual({ name, root: false });
      const written = docker(['exec', name, 'sh', '-c', 'echo > /usr/probe']);
      await expect(written).rejects.toThrow(/Read-only file system/);
    }
  });

  it('publishes no port, has limits, turns its logs over and comes back by itself', () => {
    for (const container of running) {
      const { HostConfig: host } = container;
      expect({
        service: serviceOf(container),
        published: Object.keys(host.PortBindings ?? {}),
        limited: host.Memory > 0,
        log: [host.LogConfig.Type, host.LogConfig.Config],
        restart: host.RestartPolicy.Name,
      }).toEqual({
        service: serviceOf(container),
        published: [],
        limited: true,
        log: ['json-file', { 'max-size': '100m', 'max-file': '5' }],
        restart: 'unless-stopped',
      });
    }
  });

  it.each([...PROFILES, 'tunnel'])('is valid with the profile %s beside the core', async (profile) => {
    const profiles = profile === 'core' ? 'core' : `core,${profile}`;
    await deployment.compose(['config', '--quiet'], {
      env: { COMPOSE_PROFILES: profiles, CLOUDFLARED_TOKEN: 'token' },
    });
  });
});
