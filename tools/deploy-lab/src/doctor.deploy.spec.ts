import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@videocall/stack';
import { TRUSTED } from './deployment/authority.ts';
import { expireCertificate } from './deployment/expired-certificate.ts';
import { VPS_NAMES } from './lab.ts';
import { composeUp, docker, outside, setNames, vps, type Deployment } from './index.ts';
import { addressOf } from './network/addresses.ts';
import { fillVolume } from './deployment/full-volume.ts';

/** What `deploy/videocall doctor --json` says of one thing. */
interface Finding {
  readonly part: string;
  readonly outcome: 'good' | 'warning' | 'failed' | 'unknown';
  readonly says: string;
  readonly cure?: string;
}

interface Fault {
  readonly name: string;
  readonly part: string;
  /** @returns what undoes it */
  plant(deployment: Deployment): Promise<() => Promise<void>>;
  readonly says: RegExp;
  readonly cure: RegExp;
}

const LONG_MS = 240_000;
const TIME_SERVER = fileURLToPath(new URL('./time-server/main.ts', import.meta.url));
const container = (service: string): string => `videocall-${service}-1`;

/** Changes a file in place, which keeps it mounted where it is. @returns what puts it back */
async function change(file: string, changed: (text: string) => string): Promise<() => Promise<void>> {
  const before = await readFile(file, 'utf8');
  await writeFile(file, changed(before));
  return () => writeFile(file, before);
}

/** Gives a setting in deploy/.env another value. */
function setting(name: string, value: string): Fault['plant'] {
  return ({ folder }) =>
    change(
      join(folder, 'deploy/.env'),
      (text) => `${text.replace(new RegExp(`^${name}=.*\n`, 'm'), '')}${name}=${value}\n`,
    );
}

async function untilHealthy(service: string): Promise<void> {
  await waitFor(
    async () => (await docker(['inspect', '-f', '{{.State.Health.Status}}', container(service)])) === 'healthy',
    { what: `${service} healthy again`, timeoutMs: 90_000, intervalMs: 1_000 },
  );
}

async function restart(service: string): Promise<void> {
  await docker(['restart', container(service)]);
  await untilHealthy(service);
}

const sql = (statement: string): Promise<string> =>
  docker([
    'exec',
    container('postgres'),
    'psql',
    '-U',
    'postgres',
    '-d',
    'videocall',
    '-v',
    'ON_ERROR_STOP=1',
    '-c',
    statement,
  ]);

const LAST_MIGRATION = '(SELECT max(migration_name) FROM _prisma_migrations)';

const FAULTS: readonly Fault[] = [
  {
    name: 'a wrong public address',
    part: 'address',
    plant: setting('PUBLIC_IPV4', addressOf(99).ipv4),
    says: /PUBLIC_IPV4=\S+ does not lead to this server/,
    cure: /set PUBLIC_IPV4 in deploy\/\.env/,
  },
  {
    name: 'closed media ports',
    part: 'call',
    async plant() {
      const rules =
        'table inet closed { chain in { type filter hook input priority -10; udp dport 40000-40063 drop; } }';
      await vps.run(['nft', '-f', '-'], { input: rules });
      return async () => void (await vps.run(['nft', 'delete', 'table', 'inet', 'closed']));
    },
    says: /media finds no way over UDP/,
    cure: /ufw allow 40000\S*\/udp/,
  },
  {
    name: 'an expired certificate',
    part: 'certificate',
    async plant({ folder }) {
      const restore = await expireCertificate(VPS_NAMES, join(folder, 'deploy/secrets/tls'));
      await restart('nginx');
      return async () => {
        await restore();
        await restart('nginx');
      };
    },
    says: /expired on \d{4}-\d\d-\d\d/,
    cure: /put a new fullchain\.pem/,
  },
  {
    name: 'a wrong TURN secret',
    part: 'relay',
    async plant({ folder }) {
      const restore = await change(join(folder, 'deploy/secrets/turn-secret'), (secret) => `another-${secret}`);
      await restart('coturn');
      return async () => {
        await restore();
        await restart('coturn');
      };
    },
    says: /refuses the credentials .* the TURN secret is wrong/,
    cure: /call-orchestrator makes its credentials from another secret/,
  },
  {
    name: 'a full disk',
    part: 'disk',
    plant: () => fillVolume('videocall_captures'),
    says: /the disk of captures is 100 % full/,
    cure: /make room/,
  },
  {
    name: 'a stopped service',
    part: 'services',
    async plant() {
      await docker(['stop', container('echo-test')]);
      return async () => {
        await docker(['start', container('echo-test')]);
        await untilHealthy('echo-test');
      };
    },
    says: /echo-test does not run/,
    cure: /deploy\/videocall deploy/,
  },
  {
    name: 'a wrong S3 key',
    part: 'storage',
    plant: setting('STORAGE_SECRET_KEY', 'not-the-secret-key-of-this-bucket-0000'),
    says: /refuses \(SignatureDoesNotMatch/,
    cure: /STORAGE_SECRET_KEY/,
  },
  {
    name: 'a wrong clock',
    part: 'clock',
    async plant() {
      const [program = '', ...args] = outside.command([process.execPath, TIME_SERVER, '3600']);
      const server: ChildProcess = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      if (server.stdout) await once(server.stdout, 'data');
      await setNames('time', outside.address, ['pool.ntp.org']);
      return async () => {
        server.kill();
        await setNames('time', outside.address, []);
      };
    },
    says: /the clock is (3599|3600)\.\d s behind/,
    cure: /timedatectl set-ntp true/,
  },
  {
    name: 'a DNS that leads elsewhere',
    part: 'address',
    async plant() {
      await setNames(vps.name, outside.address, VPS_NAMES);
      return () => setNames(vps.name, vps.address, VPS_NAMES);
    },
    says: /the DNS says that \S+ is at \S+, which is not this server/,
    cure: /change the A+ record/,
  },
  {
    name: 'a database of before',
    part: 'database',
    async plant() {
      await sql(`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = ${LAST_MIGRATION}`);
      return async () => void (await sql('UPDATE _prisma_migrations SET rolled_back_at = NULL'));
    },
    says: /the database is older than version/,
    cure: /apply them: deploy\/videocall deploy/,
  },
];

describe('the doctor', () => {
  let deployment: Deployment;
  let forgetAuthority: () => Promise<void>;

  async function findings(...options: string[]): Promise<Finding[]> {
    const { stdout, stderr } = await deployment.attempt(['doctor', '--json', ...options], { timeoutMs: LONG_MS });
    if (!stdout.startsWith('{')) throw new Error(stderr);
    return (JSON.parse(stdout) as { findings: Finding[] }).findings;
  }

  beforeAll(async () => {
    deployment = await composeUp();
    // Everybody in the lab trusts its authority; so does the doctor, as it would a public one.
    const write = 'cat > /service-secrets/lab-authority.pem';
    const mount = ['--volume', 'videocall_service-secrets:/service-secrets', '--entrypoint', 'sh'];
    const image = await docker(['inspect', '-f', '{{.Config.Image}}', container('auth')]);
    await docker(['run', '--rm', '--interactive', ...mount, image, '-c', write], {
      input: await readFile(TRUSTED, 'utf8'),
    });
    forgetAuthority = await setting('NODE_EXTRA_CA_CERTS', '/service-secrets/lab-authority.pem')(deployment);
  }, 3_600_000);
  afterAll(() => forgetAuthority());

  it(
    'finds nothing wrong with a server that is well; its call goes in by the public address, once over a relay',
    async () => {
      const found = await findings();
      expect(found.filter(({ outcome }) => outcome === 'failed' || outcome === 'warning')).toEqual([]);
      const call = found.filter(({ part }) => part === 'call').map(({ says }) => says);
      expect(call).toEqual([
        `a call over UDP: media goes to ${vps.address.ipv4} over udp`,
        `a call over TCP: media goes to ${vps.address.ipv4} over tcp`,
        `a call over a relay: media goes to ${vps.address.ipv4} over udp`,
      ]);
      expect(found).toContainEqual(expect.objectContaining({ part: 'recording', outcome: 'good' }));
    },
    LONG_MS,
  );

  it.each(FAULTS)(
    'finds $name, and says what to do',
    async ({ plant, part, says, cure }) => {
      const undo = await plant(deployment);
      try {
        const failed = (await findings('--part', part)).filter(({ outcome }) => outcome === 'failed');
        expect(failed).toContainEqual(
          expect.objectContaining({ part, says: expect.stringMatching(says), cure: expect.stringMatching(cure) }),
        );
      } finally {
        await undo();
      }
    },
    LONG_MS,
  );

  it(
    'finds nothing wrong any more once all is cured',
    async () => {
      expect((await findings()).filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    },
    LONG_MS,
  );
});
