// npm run bench:bots – 5 calls of 10 bots over StreamMedia: publish only, then each subscribed to two others.
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensureMediaWorker } from '@videocall/media-worker';
import { startStack } from '@videocall/stack';
import { BenchBot } from './bench-bot.ts';
import { figuresOf } from './figures.ts';

const CALLS = 5;
const BOTS = 10;
const SUBSCRIPTIONS = 2;
/** Of a processor's time as the kernel counts it. */
const TICKS_PER_SECOND = 100;

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '20' }, help: { type: 'boolean', default: false } },
});
if (values.help) {
  process.stdout.write(
    'npm run bench:bots [-- --seconds N]\n\nMeasures 50 bots for N seconds each way (default 20).\n',
  );
  process.exit(0);
}
const seconds = Number(values.seconds);
if (!Number.isInteger(seconds) || seconds < 2 || seconds > 600)
  throw new RangeError('--seconds takes a whole number from 2 to 600');

const say = (message: string): void => void process.stderr.write(`${message}\n`);

async function post<Reply>(origin: string, path: string, body: object, token = ''): Promise<Reply> {
  const response = await fetch(new URL(path, origin), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Reply;
}

/** Starts a call, and gives an invite for its bots. */
async function startCall(origin: string): Promise<string> {
  const account = { email: `${randomUUID()}@example.com`, password: `Walrus-${randomUUID()}`, displayName: 'Host' };
  const { accessToken } = await post<{ accessToken: string }>(origin, '/v1/auth/register', account);
  const { call } = await post<{ call: { id: string } }>(origin, '/v1/calls', {}, accessToken);
  const path = `/v1/calls/${call.id}/invites`;
  return (await post<{ code: string }>(origin, path, { role: 'SPEAKER' }, accessToken)).code;
}

/** Seconds of processor time that a process and its children have used. */
async function processorSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  let used = ((user ?? 0) + (system ?? 0)) / TICKS_PER_SECOND;
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    const children = await readFile(`/proc/${pid}/task/${thread}/children`, 'utf8');
    for (const child of children.split(' ').filter(Boolean)) used += await processorSeconds(Number(child));
  }
  return used;
}

const dataDir = await mkdtemp(join(tmpdir(), 'videocall-bench-'));
const stack = await startStack({
  dataDir,
  mediaWorkerBinary: await ensureMediaWorker(say),
  durable: true,
  environment: { 'api-gateway': { RATE_LIMIT_PER_IP_PER_MINUTE: '100000', RATE_LIMIT_PER_USER_PER_MINUTE: '100000' } },
});

const pidOf = (service: string): number => {
  const pid = stack.pid(service);
  if (pid === undefined) throw new Error(`${service} does not run`);
  return pid;
};

/** Runs for a while, and prints what was measured of it. */
async function measure(name: string, bots: readonly BenchBot[]): Promise<void> {
  const services = ['api-gateway', 'sfu-node'];
  const usage = (): Promise<number[]> => Promise.all(services.map((service) => processorSeconds(pidOf(service))));
  for (const bot of bots) bot.reset();
  const before = await usage();
  const begun = performance.now();
  await sleep(seconds * 1000);
  const took = (performance.now() - begun) / 1000;
  const after = await usage();
  const cores = services.map((service, index) => {
    return `${service} ${(((after[index] ?? 0) - (before[index] ?? 0)) / took).toFixed(2)}`;
  });
  const received = bots.flatMap(({ latencies }) => latencies);
  const lost = bots.reduce((sum, bot) => sum + bot.lost, 0);
  const sent = bots.reduce((sum, bot) => sum + bot.sent, 0);
  const parts = [`sent ${(sent / took).toFixed(0)}/s`, `cores: ${cores.join(', ')}`];
  if (received.length > 0) {
    const { median, p95, p99, maximum } = figuresOf(received);
    const share = ((100 * lost) / (received.length + lost)).toFixed(3);
    parts.unshift(
      `received ${(received.length / took).toFixed(0)}/s, lost ${lost} (${share} %)`,
      `latency ms: p50 ${median.toFixed(1)}, p95 ${p95.toFixed(1)}, p99 ${p99.toFixed(1)}, max ${maximum.toFixed(1)}`,
    );
  }
  process.stdout.write(`${name}: ${parts.join('; ')}\n`);
}

try {
  const { publicUrl: origin, grpcAddress: grpc } = stack.addresses;
  process.stdout.write(
    `${cpus()[0]?.model ?? 'unknown processor'} × ${cpus().length}, ${CALLS} calls of ${BOTS} bots\n`,
  );
  const calls: BenchBot[][] = [];
  for (let call = 0; call < CALLS; call += 1) {
    const inviteCode = await startCall(origin);
    const names = Array.from({ length: BOTS }, (_, index) => `Bot ${index}`);
    calls.push(await Promise.all(names.map((name) => BenchBot.enter({ origin, grpc, inviteCode }, name))));
    say(`call ${call + 1}/${CALLS}`);
  }
  const bots = calls.flat();
  for (const [index, bot] of bots.entries()) bot.speak(index);
  await sleep(1_000);
  await measure('publish only', bots);
  for (const inCall of calls) {
    for (const [index, bot] of inCall.entries()) {
      for (let next = 1; next <= SUBSCRIPTIONS; next += 1) {
        const other = inCall[(index + next) % BOTS];
        if (other) bot.listenTo(other);
      }
    }
  }
  await sleep(1_000);
  await measure(`each subscribed to ${SUBSCRIPTIONS}`, bots);
  process.stdout.write(
    `load average afterwards: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}\n`,
  );
  await Promise.all(bots.map((bot) => bot.leave()));
} finally {
  await stack.stop();
  await rm(dataDir, { recursive: true, force: true });
}
process.exit(0);
