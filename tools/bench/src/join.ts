// npm run bench:join – from the click on "Join now" to the first remote picture, in Chromium on the running product.
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureMediaWorker } from '@videocall/media-worker';
import { startStack } from '@videocall/stack';
import { chromium, type Browser } from 'playwright-core';
import { Caller, type JoinTiming } from './caller.ts';
import { figuresOf, TABLE_HEAD, tableRow } from './figures.ts';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '20' }, help: { type: 'boolean', default: false } },
});
if (values.help) {
  process.stdout.write(
    'npm run bench:join [-- --count N]\n\nMeasures N joins to a running call and N first pairs (default 20) in real Chromium, and prints a table in milliseconds.\n',
  );
  process.exit(0);
}
const count = Number(values.count);
if (!Number.isInteger(count) || count < 1 || count > 200)
  throw new RangeError('--count takes a whole number from 1 to 200');

const say = (message: string): void => void process.stderr.write(`${message}\n`);

/** A browser for each caller, as everybody has their own: within one, pages share a camera and stall each other. */
type Browsers = () => Promise<Browser>;

/** N people one after the other enter a call in which two are talking. */
async function joinsToRunningCall(origin: string, browsers: Browsers): Promise<JoinTiming[]> {
  const [host, guest, joiner] = await Promise.all(
    ['Host', 'Second', 'Joiner'].map(async (name) => Caller.register(origin, await browsers(), name)),
  );
  if (!host || !guest || !joiner) throw new Error('three callers were to be registered');
  const { callId, invite } = await host.startCall();
  await host.prepare(`/call/${callId}`);
  await host.join();
  await guest.prepare(`/join/${invite}`);
  await guest.join();
  const timings: JoinTiming[] = [];
  for (let round = 1; round <= count; round += 1) {
    await joiner.prepare(`/join/${invite}`);
    timings.push(await joiner.joinMeasured());
    await joiner.leave();
    say(`running call ${round}/${count}: ${timings.at(-1)?.firstFrame.toFixed(0)} ms`);
  }
  await Promise.all([host, guest, joiner].map((caller) => caller.close()));
  return timings;
}

/** N times a second person enters a new call in which one waits. */
async function firstPairs(origin: string, browsers: Browsers): Promise<JoinTiming[]> {
  const host = await Caller.register(origin, await browsers(), 'Host');
  const joiner = await Caller.register(origin, await browsers(), 'Joiner');
  const timings: JoinTiming[] = [];
  for (let round = 1; round <= count; round += 1) {
    const { callId, invite } = await host.startCall();
    await host.prepare(`/call/${callId}`);
    await host.join();
    await joiner.prepare(`/join/${invite}`);
    timings.push(await joiner.joinMeasured());
    await joiner.leave();
    await host.leave();
    say(`first pair ${round}/${count}: ${timings.at(-1)?.firstFrame.toFixed(0)} ms`);
  }
  await Promise.all([host, joiner].map((caller) => caller.close()));
  return timings;
}

const STAGES = [
  ['joinReplied', 'join answered'],
  ['connectSent', 'offer made'],
  ['connectReplied', 'connect answered'],
  ['mediaConnected', 'media connected'],
  ['firstFrame', '**first frame**'],
  ['server', 'of which waiting for the server'],
] as const;

function report(title: string, timings: readonly JoinTiming[]): string {
  const rows = STAGES.map(([stage, name]) =>
    tableRow(name, figuresOf(timings.map((timing) => timing[stage]).filter(Number.isFinite))),
  );
  return `\n### ${title} (ms since the click)\n\n${TABLE_HEAD}\n${rows.join('\n')}\n`;
}

const dataDir = await mkdtemp(join(tmpdir(), 'videocall-bench-'));
const stack = await startStack({
  dataDir,
  mediaWorkerBinary: await ensureMediaWorker(say),
  durable: true,
  environment: { 'api-gateway': { RATE_LIMIT_PER_IP_PER_MINUTE: '100000', RATE_LIMIT_PER_USER_PER_MINUTE: '100000' } },
});
try {
  let version = '';
  const browsers = async (): Promise<Browser> => {
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        '--autoplay-policy=no-user-gesture-required',
      ],
    });
    version = browser.version();
    return browser;
  };
  const origin = stack.addresses.publicUrl;
  const running = await joinsToRunningCall(origin, browsers);
  const pairs = await firstPairs(origin, browsers);
  process.stdout.write(
    `${cpus().length} cores, ${cpus()[0]?.model.trim()}, Chromium ${version}, browsers and server on the same machine\n`,
  );
  process.stdout.write(report('Joins to a running call of two', running) + report('First pairs', pairs));
} finally {
  await stack.stop();
  await rm(dataDir, { recursive: true, force: true });
}
