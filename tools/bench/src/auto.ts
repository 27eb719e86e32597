// npm run bench:auto – what somebody sees and hears over a bad path whose width changes, in Chromium on the running product.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensureMediaWorker } from '@videocall/media-worker';
import { startStack } from '@videocall/stack';
import { Network, writeTone } from '@videocall/testing';
import { chromium } from 'playwright-core';
import { readAdaptationLog } from './adaptation-log.ts';
import { Caller } from './caller.ts';
import { plot } from './plot.ts';
import { portsOf, readReception, readSending, watchConnections, type Reception } from './reception.ts';

const { values } = parseArgs({
  options: { plot: { type: 'string' }, trace: { type: 'string' }, help: { type: 'boolean', default: false } },
});
if (values.help) {
  process.stdout.write(
    'npm run bench:auto [-- --plot FILE.svg] [--trace FILE.json]\n\nA publisher on a good path, a receiver behind 5 % loss and 200 ms round trip whose bandwidth goes 2 Mbit/s, 400 kbit/s,\n2 Mbit/s. Prints figures; --plot draws them, --trace keeps the inputs of the policy for its replay in a test.\n',
  );
  process.exit(0);
}

const STEPS = [
  { seconds: 30, bitrate: 2_000_000 },
  { seconds: 40, bitrate: 400_000 },
  { seconds: 50, bitrate: 2_000_000 },
] as const;
const LENGTH = STEPS.reduce((sum, { seconds }) => sum + seconds, 0);
const IMPAIRED = { delayMs: 100, jitterMs: 10, lossPercent: 5, queueMs: 300 };
const SAMPLE_EVERY_MS = 500;
const say = (message: string): void => void process.stderr.write(`${message}\n`);

const dataDir = await mkdtemp(join(tmpdir(), 'videocall-bench-'));
const network = await Network.plan();
const stack = await startStack({
  dataDir,
  mediaWorkerBinary: await ensureMediaWorker(say),
  durable: false,
  environment: {
    ...network.environment,
    'api-gateway': { ...network.environment['api-gateway'], RATE_LIMIT_PER_IP_PER_MINUTE: '100000' },
    'sfu-node': { ...network.environment['sfu-node'], LOG_LEVEL: 'debug' },
  },
});
const voice = join(dataDir, 'voice.wav');
await writeTone(voice, 450);
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    '--autoplay-policy=no-user-gesture-required',
    `--use-file-for-fake-audio-capture=${voice}`,
  ],
});
try {
  const mediaPort = stack.ports['sfu-node.media'] ?? 0;
  const mediaPorts = Array.from({ length: availableParallelism() }, (_, worker) => mediaPort + worker);
  await network.lead(stack.ports['web.http'] ?? 0, mediaPorts);
  const [publisher, receiver] = await Promise.all(
    ['Publisher', 'Receiver'].map((name) => Caller.register(network.origin, browser, name)),
  );
  if (!publisher || !receiver) throw new Error('two callers were to be registered');
  await Promise.all([publisher, receiver].map(({ page }) => watchConnections(page)));
  const { callId, invite } = await publisher.startCall();
  await publisher.prepare(`/call/${callId}`);
  await publisher.join();
  await receiver.prepare(`/join/${invite}`);
  await receiver.join();
  // One encoder is what two cores carry besides all else.
  await receiver.page.getByRole('button', { name: 'Turn off camera' }).click();
  await pause(12_000);

  say(`the publisher sends ${(await readSending(publisher.page)).join(', ')}`);
  const ports = await portsOf(receiver.page);
  const samples: Reception[] = [];
  const sample = async (): Promise<void> => void samples.push(await readReception(receiver.page));
  for (const { seconds, bitrate } of STEPS) {
    network.impair('DOWN', { ...IMPAIRED, bitrate }, ports);
    network.impair('UP', { ...IMPAIRED, bitrate }, ports);
    say(`${bitrate / 1_000} kbit/s for ${seconds} s`);
    const until = performance.now() + seconds * 1_000;
    while (performance.now() < until) {
      await sample();
      await pause(SAMPLE_EVERY_MS);
    }
    say(`the publisher sends ${(await readSending(publisher.page)).join(', ')}`);
  }
  const { sent, lost, dropped } = network.counts('DOWN', ports);
  const log = await readAdaptationLog(join(dataDir, 'logs', 'sfu-node.log'));
  const figures = figuresFrom(samples);
  process.stdout.write(
    `${cpus().length} cores, ${cpus()[0]?.model.trim()}, Chromium ${browser.version()}\n${JSON.stringify(
      { ...figures, path: { sent, lost, dropped }, decisions: log.decisions },
      null,
      2,
    )}\n`,
  );
  if (values.plot) await writeFile(values.plot, draw(samples, figures));
  if (values.trace)
    await writeFile(values.trace, `${JSON.stringify({ steps: STEPS, ...IMPAIRED, inputs: log.inputs })}\n`);
} finally {
  await browser.close();
  await network.close();
  await stack.stop();
  await rm(dataDir, { recursive: true, force: true });
}

interface AutoFigures {
  readonly switches: number;
  readonly heights: readonly (readonly [second: number, height: number])[];
  /** 0..1 of the samples played */
  readonly concealed: number;
  /** 0..1 of the sound's packets, after retransmission */
  readonly audioLoss: number;
  readonly freezes: number;
  readonly frozenSeconds: number;
}

function figuresFrom(samples: readonly Reception[]): AutoFigures {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last) throw new Error('nothing was received');
  const heights = samples
    .filter(({ height }, index) => height > 0 && height !== samples[index - 1]?.height)
    .map(({ at, height }) => [Math.round((at - first.at) / 100) / 10, height] as const);
  const lost = last.audioLost - first.audioLost;
  return {
    switches: heights.length - 1,
    heights,
    concealed: (last.concealed - first.concealed) / (last.samples - first.samples),
    audioLoss: lost / (lost + last.audioPackets - first.audioPackets),
    freezes: last.freezes - first.freezes,
    frozenSeconds: last.frozenSeconds - first.frozenSeconds,
  };
}

function draw(samples: readonly Reception[], figures: AutoFigures): string {
  const begin = samples[0]?.at ?? 0;
  const seconds = ({ at }: Reception): number => (at - begin) / 1_000;
  const rates = samples.slice(1).map((now, index) => {
    const before = samples[index] ?? now;
    const passed = Math.max(1, now.at - before.at);
    return {
      at: seconds(now),
      kbps: ((now.videoBytes - before.videoBytes) * 8) / passed,
      concealed: (100 * (now.concealed - before.concealed)) / Math.max(1, now.samples - before.samples),
      frozen: Math.min(1_000, ((now.frozenSeconds - before.frozenSeconds) * 1_000_000) / passed),
    };
  });
  let at = 0;
  const limit = STEPS.flatMap(({ seconds: length, bitrate }) => {
    const from = at;
    at += length;
    return [
      [from, bitrate / 1_000],
      [at, bitrate / 1_000],
    ] as const;
  });
  const title = `Auto over 5 % loss and 200 ms: ${figures.switches} switches, ${(figures.concealed * 100).toFixed(1)} % of the sound concealed, ${figures.frozenSeconds.toFixed(1)} s of freezes`;
  return plot(title, LENGTH, [
    {
      title: 'Bitrate (kbit/s)',
      maximum: 2_200,
      ticks: [0, 400, 1_000, 2_000],
      series: [
        { name: 'what the path carries', colour: '#8a94a0', dashed: true, points: limit },
        { name: 'video received', colour: '#1f6feb', points: rates.map(({ at: time, kbps }) => [time, kbps] as const) },
      ],
    },
    {
      title: 'Picture (lines)',
      maximum: 800,
      ticks: [0, 180, 360, 720],
      series: [
        { name: 'decoded', colour: '#1a7f37', points: samples.map((each) => [seconds(each), each.height] as const) },
      ],
    },
    {
      title: 'Sound concealed (%)',
      maximum: 50,
      ticks: [0, 5, 25, 50],
      series: [
        {
          name: 'per half second',
          colour: '#b35900',
          points: rates.map(({ at: time, concealed }) => [time, concealed] as const),
        },
      ],
    },
    {
      title: 'Picture frozen (ms a second)',
      maximum: 1_000,
      ticks: [0, 500, 1_000],
      series: [
        {
          name: 'told when a freeze ends',
          colour: '#cf222e',
          points: rates.map(({ at: time, frozen }) => [time, frozen] as const),
        },
      ],
    },
  ]);
}
