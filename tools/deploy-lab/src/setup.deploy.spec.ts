import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@videocall/stack';
import { REPOSITORY } from './folders.ts';
import { bootVps, outside, vps, type Machine } from './index.ts';
import { openPorts, type Port } from './reach/reach.ts';

const VIDEOCALL = '/opt/videocall/deploy/videocall';
const ANSWERS = fileURLToPath(new URL('reach/answer.py', import.meta.url));
const SET_UP_MS = 400_000;

/** What people reach, where the processor count gives the number of media workers. */
const PUBLIC: readonly Port[] = [
  ...(['80/tcp', '443/tcp', '3478/tcp', '3478/udp', '5000/udp'] as const),
  ...(['40000/tcp', '40000/udp', '49152/udp', '49407/udp'] as const),
];
const SSH: Port = '22/tcp';
/** What services on the host's network have for containers alone. */
const PRIVATE: readonly Port[] = ['8081/tcp', '8082/tcp', '9091/tcp', '9092/tcp', '9100/tcp', '9641/tcp'];
/** What must answer nobody at all: neighbours and the other transport of public ports, and what services have inside. */
const CLOSED: readonly Port[] = [
  ...(['80/udp', '443/udp', '5000/tcp', '39999/udp', '40063/tcp', '49151/udp', '49408/udp', '49152/tcp'] as const),
  ...(['2375/tcp', '3000/tcp', '5432/tcp', '6379/tcp', '8080/tcp', '9090/tcp', '9191/tcp'] as const),
];
const ALL: readonly Port[] = [...PUBLIC, SSH, ...PRIVATE, ...CLOSED];

const changes = (output: string): string[] => output.split('\n').filter((line) => /^(changed|would) /.test(line));

describe('the set-up of a fresh Debian', () => {
  let machine: Machine;

  const setUp = (...options: string[]) => machine.attempt([VIDEOCALL, 'setup', ...options], { timeoutMs: SET_UP_MS });

  /** Something answers on every port, so that the firewall alone decides. */
  async function answerEverywhere(): Promise<void> {
    const numbers = [...new Set(ALL.map((port) => port.split('/')[0] ?? ''))];
    await machine.run(['systemd-run', '--unit=answer', 'python3', '/opt/answer.py', ...numbers]);
    await waitFor(async () => (await machine.attempt(['bash', '-c', '</dev/tcp/127.0.0.1/9641'])).code === 0, {
      what: 'something answering in the machine',
    });
  }

  /** A place on a network as Docker's private one is, with the host at .1, from which to try a port. */
  async function fromContainers(port: Port, to: string): Promise<boolean> {
    const script = `exec 3<>/dev/tcp/${to}/${port.split('/')[0]}`;
    const { code } = await machine.attempt(['ip', 'netns', 'exec', 'inside', 'timeout', '2', 'bash', '-c', script]);
    return code === 0;
  }

  async function makePrivateNetwork(): Promise<void> {
    const script = `
      ip netns add inside
      ip link add vc-core type veth peer name eth0 netns inside
      ip address add 172.29.7.1/24 dev vc-core
      ip link set vc-core up
      ip -n inside address add 172.29.7.14/24 dev eth0
      ip -n inside link set eth0 up
      ip -n inside route add default via 172.29.7.1`;
    await machine.run(['bash', '-euc', script]);
  }

  beforeAll(async () => {
    machine = await bootVps('fresh');
    await machine.copyIn(join(REPOSITORY, 'deploy'), '/opt/videocall/deploy');
    await machine.copyIn(ANSWERS, '/opt/answer.py');
    await machine.run(['rm', '-rf', '/opt/videocall/deploy/.env', '/opt/videocall/deploy/state']);
  });
  afterAll(() => machine.remove());

  it(
    'asks who may reach SSH before it changes the firewall, and refuses what is no network',
    async () => {
      expect(await setUp('--check')).toMatchObject({ code: 2, stderr: expect.stringContaining('--admin-from') });
      const refused = await setUp('--admin-from', '300.1.2.3');
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("'300.1.2.3' does not appear") });
    },
    SET_UP_MS,
  );

  it(
    'changes what is missing',
    async () => {
      const { code, stdout, stderr } = await setUp('--admin-from', outside.address.ipv4);
      expect(`${code}\n${stderr}`).toMatch(/^0\n.*things changed/s);
      expect(changes(stdout).join('\n')).toContain('Docker engine, compose and buildx');
    },
    SET_UP_MS,
  );

  it('changes nothing the second time, and says so', async () => {
    const { code, stdout, stderr } = await setUp();
    expect({ code, changes: changes(stdout) }).toEqual({ code: 0, changes: [] });
    expect(stderr).toContain('nothing to change');
  });

  it('lets in what people use, SSH from its administrators, and nothing else', async () => {
    await answerEverywhere();
    for (const address of [machine.address.ipv4, machine.address.ipv6]) {
      const expected = address === machine.address.ipv4 ? [...PUBLIC, SSH] : PUBLIC;
      expect(await openPorts(address, ALL)).toEqual(expected);
    }
    // Another address than the administrators'.
    const reached = await vps.attempt(['timeout', '3', 'bash', '-c', `exec 3<>/dev/tcp/${machine.address.ipv4}/22`]);
    expect(reached.code).not.toBe(0);
  });

  it("lets containers reach what is theirs on the bridge's address, and nothing else of the host", async () => {
    await makePrivateNetwork();
    const reached: string[] = [];
    for (const port of [...PRIVATE, '5432/tcp', '8080/tcp', SSH] as const) {
      if (await fromContainers(port, '172.29.7.1')) reached.push(port);
    }
    expect(reached).toEqual(PRIVATE);
    expect(await fromContainers('9091/tcp', machine.address.ipv4)).toBe(false);
  });

  it('shuts out an address that keeps trying passwords', async () => {
    const refused = `for i in $(seq 20); do logger --tag videocall_edge '203.0.113.9 "POST /v1/auth/login" 401'; done`;
    await machine.run(['bash', '-c', refused]);
    await waitFor(async () => (await machine.run(['iptables', '-S'])).includes('-s 203.0.113.9/32'), {
      what: 'the address being shut out',
      timeoutMs: 30_000,
    });
  });

  it('has an account that may run the one command as root, and nothing else', async () => {
    const asAccount = (...command: string[]) => machine.attempt(['runuser', '-u', 'videocall', '--', ...command]);
    expect(await asAccount('sudo', '--non-interactive', 'videocall', 'setup', '--check')).toMatchObject({ code: 0 });
    expect(await asAccount('sudo', '--non-interactive', 'id')).toMatchObject({ code: 1 });
    expect(await asAccount('docker', 'ps')).toMatchObject({ code: 1 });
  });

  it('has everything back after a cold boot', async () => {
    await machine.powerOff();
    await machine.boot();
    const { code, stdout, stderr } = await setUp('--check');
    expect({ code, changes: changes(stdout), stderr }).toMatchObject({ code: 0, changes: [] });
    await answerEverywhere();
    expect(await openPorts(machine.address.ipv4, ALL)).toEqual([...PUBLIC, SSH]);
  });

  it('follows the configuration: a tunnel closes the web ports, another range of relays moves theirs', async () => {
    const settings = 'COMPOSE_PROFILES=core,media,turn,tunnel\\nTURN_RELAY_PORTS=50000-50100\\nLOG_UPLOAD=true\\n';
    await machine.run(['bash', '-c', `printf '${settings}' > /opt/videocall/deploy/.env`]);
    const followed = await setUp();
    expect(`${followed.code}\n${followed.stderr}`).toMatch(/^0\n.*things changed/s);
    expect(changes((await setUp()).stdout)).toEqual([]);
    const open = await openPorts(machine.address.ipv4, ALL);
    expect(open).toEqual(['3478/tcp', '3478/udp', '40000/tcp', '40000/udp', SSH]);
    expect(await machine.run(['systemctl', 'is-active', 'videocall-logs.timer'])).toBe('active');
  });
});
