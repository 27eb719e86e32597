import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import { enterCall, type Invitation, type MediaStream } from '@videocall/bots';
import { callV1 } from '@videocall/contracts';
import type { Call } from '@videocall/signalling';
import { waitFor, writeTone } from '@videocall/testing';
import { rest } from '@videocall/synthetic-participant/rest';
import { startVoice, type Voice } from './support/chromium.js';
import { decodedTones } from './support/decoded-tones.js';
import { Person } from './support/person.js';
import { hearsExactly, seesMove } from './support/probes.js';
import { startProduct, type Product } from './support/product.js';
import { Program } from './support/program.js';

/** Hertz; neither is near a harmonic of the other. */
const [AIKO, FILE] = [450, 1010] as const;
const TONES = [AIKO, FILE];
const MEBIBYTE = 1024 * 1024;

jest.setTimeout(180_000);

describe('bots without WebRTC, in a call with a browser', () => {
  let product: Product;
  let folder: string;
  let voice: Voice;
  let aiko: Person;
  let invitation: Invitation;
  let environment: Record<string, string>;
  let player: Program;
  const programs: Program[] = [];
  const streams: MediaStream[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'videocall-bots-'));
    product = await startProduct();
    voice = await startVoice(AIKO);
    aiko = await Person.signedIn(product.origin, voice, 'Aiko');
    await aiko.startCall();
    const inviteCode = new URL(await aiko.copyInviteLink()).pathname.split('/').at(-1) ?? '';
    invitation = { origin: product.origin, grpc: product.stack.addresses.grpcAddress, inviteCode };
    environment = { VIDEOCALL: invitation.origin, GRPC: invitation.grpc, INVITE: inviteCode };
  }, 180_000);

  afterAll(async () => {
    for (const stream of streams) stream.end();
    await Promise.all(programs.map((program) => program.interrupt()));
    await voice?.close();
    await product?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const run = (program: string, ...args: string[]): Program => {
    const started = Program.start(program, args, environment);
    programs.push(started);
    return started;
  };
  const example = (name: string, ...args: string[]) => run(process.execPath, `tools/bots/src/${name}.ts`, ...args);
  const bot = async (name: string): Promise<MediaStream> => {
    const stream = await enterCall(invitation, name);
    streams.push(stream);
    return stream;
  };
  const gatewayBytes = async (): Promise<number> => {
    const status = await readFile(`/proc/${product.stack.pid('api-gateway')}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  };
  const idOf = async (name: string): Promise<string> => {
    const token = aiko.identity.accessToken;
    const { call } = await rest<{ call: Call }>(product.origin, 'GET', `/v1/calls/${aiko.callId}`, { token });
    const found = call.participants.find(({ displayName }) => displayName === name);
    if (!found) throw new Error(`${name} is not in the call`);
    return found.id;
  };

  it('one plays a file: the browser hears its tone, sees its picture move, and marks it as the speaker', async () => {
    const tone = join(folder, 'tone.wav');
    const file = join(folder, 'file.mkv');
    await writeTone(tone, FILE, 180);
    const picture = ['-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=12'];
    const coded = ['-c:v', 'mpeg4', '-c:a', 'copy', '-shortest'];
    await promisify(execFile)('ffmpeg', ['-v', 'error', ...picture, '-i', tone, ...coded, file]);
    await aiko.press('Turn off microphone');
    player = example('play-file', file);
    await player.prints('playing');
    const id = await idOf('Player');
    await aiko.page.locator(`[data-tile="${id}"][data-speaking="true"]`).waitFor();
    await hearsExactly(aiko.page, [FILE], TONES);
    await seesMove(aiko.page, id);
    await aiko.press('Turn on microphone');
  });

  it('another records each voice: decoded, every file has one of the tones', async () => {
    const recordings = join(folder, 'recordings');
    const recorder = example('record-voices', recordings);
    await recorder.prints('recording');
    const sizes = async () => {
      const names = await readdir(recordings).catch(() => []);
      return await Promise.all(names.map(async (name) => (await readFile(join(recordings, name))).length));
    };
    await waitFor(async () => (await sizes()).filter((size) => size > 30_000).length === 2, {
      what: 'two recorded voices',
      timeoutMs: 20_000,
    });
    await recorder.interrupt();
    const files = await readdir(recordings);
    const decoded = await Promise.all(files.map((file) => decodedTones(join(recordings, file), TONES)));
    const prevailing = decoded.map(({ heard, seconds }) =>
      TONES.filter((tone) => (heard.get(tone) ?? 0) > seconds / 10),
    );
    expect(prevailing.toSorted()).toEqual([[FILE], [AIKO]].toSorted());
  });

  it('one that does not read loses only its own packets; the server holds no more for it', async () => {
    const [reader, sleeper] = [await bot('Reader'), await bot('Sleeper')];
    const received = new Map<MediaStream, callV1.RtpPacket[]>([reader, sleeper].map((stream) => [stream, []]));
    const dropped: callV1.PacketsDropped[] = [];
    for (const stream of [reader, sleeper]) {
      stream.onTrack(({ trackId, codec }) => codec === callV1.MediaCodec.VP8 && stream.subscribe(trackId));
      stream.on('rtp', (packet) => received.get(stream)?.push(packet));
      stream.on('packetsDropped', (loss) => dropped.push(loss));
    }
    const count = (stream: MediaStream): number => received.get(stream)?.length ?? 0;
    await waitFor(() => count(reader) > 50 && count(sleeper) > 50, { what: 'video at both', timeoutMs: 20_000 });
    sleeper.pause();
    const [before, memory] = [count(reader), await gatewayBytes()];
    await waitFor(() => count(reader) > before + 1_200, { what: 'much video', timeoutMs: 60_000 });
    const grown = (await gatewayBytes()) - memory;
    expect(dropped).toEqual([]);
    expect(grown).toBeLessThan(64 * MEBIBYTE);
    sleeper.resume();
    await waitFor(() => dropped.length > 0, { what: 'the sleeper being told of its loss' });
    expect(holes(received.get(reader) ?? [])).toBe(0);
    await hearsExactly(aiko.page, [FILE], TONES);
    // Pictures are whole: their last packets are marked, at the rate that is sent.
    const marked = (received.get(reader) ?? []).filter(({ marker }) => marker).length;
    expect(marked).toBeGreaterThan(50);
    for (const stream of [reader, sleeper]) stream.end();
  });

  it('one in Python says back what the browser says', async () => {
    await player.interrupt();
    const stubs = join(folder, 'stubs');
    await mkdir(stubs);
    const contracts = fileURLToPath(new URL('../../../proto', import.meta.url));
    const names = await readdir(join(contracts, 'videocall/call/v1'));
    await promisify(execFile)('protoc', [
      `-I${contracts}`,
      `--python_out=${stubs}`,
      ...names.map((name) => `videocall/call/v1/${name}`),
    ]);
    environment = { ...environment, PYTHONPATH: stubs };
    const echo = run('/usr/bin/python3', 'tools/bots/python/echo_voice.py');
    await echo.prints('listening');
    await hearsExactly(aiko.page, [AIKO], TONES);
    await echo.interrupt();
  });

  it('one in TypeScript does the same', async () => {
    await hearsExactly(aiko.page, [], TONES);
    const echo = example('echo-voice');
    await echo.prints('listening');
    await hearsExactly(aiko.page, [AIKO], TONES);
    await echo.interrupt();
  });
});

/** How many of a track's packets are missing between those that came. */
function holes(packets: readonly callV1.RtpPacket[]): number {
  const last = new Map<string, number>();
  let missing = 0;
  for (const { trackId, sequenceNumber } of packets) {
    const before = last.get(trackId);
    if (before !== undefined) missing += (sequenceNumber - before - 1) & 0xffff;
    last.set(trackId, sequenceNumber);
  }
  return missing;
}
