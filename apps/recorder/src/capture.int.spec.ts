import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { recordingV1 } from '@videocall/contracts';
import { createGrpcClient, type GrpcClient } from '@videocall/platform-grpc';
import { waitFor } from '@videocall/testing';
import { CaptureJournal } from './capture/capture-journal.js';
import { captureManifest } from './domain/capture-manifest.js';
import type { ManifestSegment, ManifestTrack, RecordingManifest } from './domain/recording-manifest.js';
import { Caller } from './testing/caller.js';
import { beaconsOf, decodeWhole, lastPacketMs } from './testing/captured-beacons.js';
import { processesWith } from './testing/processes.js';
import { RecorderProcess } from './testing/recorder-process.js';
import { RecorderSurroundings } from './testing/recorder-surroundings.js';
import { ScriptedOrchestrator } from './testing/scripted-orchestrator.js';
import { SfuNodeProcess } from './testing/sfu-node-process.js';

/** What a killed writer may have had in memory, and what a picture takes to be encoded on a busy machine. */
const TAIL_LOSS_MS = 2_000;
const FFMPEG_GAP_MS = 2_000;
const RECORDER_GAP_MS = 10_000;
/** Of flashes against beeps, on a busy machine and through encoders that are not the browser's. */
const SYNC_MS = 150;

let around: RecorderSurroundings;
let orchestrator: ScriptedOrchestrator;
let node: SfuNodeProcess;
let recorder: RecorderProcess;
let control: GrpcClient<recordingV1.RecordingControlServiceClient>;
const callers: Caller[] = [];

const settings = (): Record<string, string> => ({
  ...around.environment,
  ORCHESTRATOR_GRPC_ADDRESS: orchestrator.address,
});
const enter = async (name: string): Promise<Caller> => {
  const caller = await Caller.join(orchestrator, node, name);
  callers.push(caller);
  return caller;
};
const folderOf = (recordingId: string): string => join(around.folder, 'captures', recordingId);
const manifestOf = (recordingId: string): RecordingManifest | undefined =>
  captureManifest(
    { recordingId, callId: orchestrator.callId, title: '', stays: [] },
    new CaptureJournal(folderOf(recordingId)).read(),
  );
const segmentsOf = (recordingId: string, trackId: string): readonly ManifestSegment[] =>
  manifestOf(recordingId)?.tracks.find(({ id }) => id === trackId)?.segments ?? [];
const seconds = async (count: number): Promise<void> => {
  const from = performance.now();
  await waitFor(() => performance.now() - from > count * 1_000, { timeoutMs: count * 2_000, what: 'time passing' });
};

/** Waits until media of a track goes to its `count`th file. */
const writing = (recordingId: string, trackId: string, count: number): Promise<unknown> =>
  waitFor(() => segmentsOf(recordingId, trackId).length >= count, { timeoutMs: 20_000, what: `file ${count}` });

/** Ends a capture. @returns its manifest, and its files, which are kept while the recorder composes its own */
async function end(recordingId: string): Promise<{ readonly manifest: RecordingManifest; readonly folder: string }> {
  orchestrator.over.add(recordingId);
  await control.endCapture({ recordingId });
  await waitFor(() => existsSync(join(folderOf(recordingId), 'manifest.json')), {
    timeoutMs: 20_000,
    what: 'the manifest',
  });
  const folder = join(around.folder, `kept-${recordingId}`);
  cpSync(folderOf(recordingId), folder, { recursive: true });
  const { default: manifest } = (await import(join(folder, 'manifest.json'), { with: { type: 'json' } })) as {
    default: RecordingManifest;
  };
  return { manifest, folder };
}

function trackOf(manifest: RecordingManifest, trackId: string): ManifestTrack {
  const track = manifest.tracks.find(({ id }) => id === trackId);
  if (!track) throw new Error(`the manifest has no track ${trackId}`);
  return track;
}

beforeAll(async () => {
  around = await RecorderSurroundings.make();
  orchestrator = await ScriptedOrchestrator.start('call_1', around.certificates.materialFor('call-orchestrator'));
  node = await SfuNodeProcess.start(around.certificates, around.redisUrl, orchestrator.jwksUrl);
  orchestrator.node = node;
  recorder = await RecorderProcess.start(settings());
  control = createGrpcClient(recordingV1.RecordingControlServiceClient, {
    address: `127.0.0.1:${around.grpcPort}`,
    tls: around.certificates.materialFor('call-orchestrator'),
    serverName: 'recorder',
    defaultDeadlineMs: 5_000,
  });
}, 400_000);
afterAll(async () => {
  for (const caller of callers) caller.vanish();
  control.close();
  await recorder.kill();
  await node.kill();
  orchestrator.stop();
  await around.dispose();
});

describe('a capture', () => {
  it('has what three people sent, and when they muted, left, came late and turned the camera off and on', async () => {
    const [aiko, bo] = [await enter('Aiko'), await enter('Bo')];
    const [voice, camera, bosVoice] = [await aiko.speak(), await aiko.show(), await bo.speak()];
    await control.beginCapture({ recordingId: 'rec_three', callId: 'call_1', callTitle: 'Standup' });
    await Promise.all([voice, camera, bosVoice].map((track) => writing('rec_three', track, 1)));
    await waitFor(() => orchestrator.reports.at(-1) === true, { what: 'the orchestrator knowing of the capture' });
    await seconds(3);
    const cem = await enter('Cem');
    const late = await cem.speak();
    await aiko.setMuted(voice, true);
    await aiko.stop(camera);
    await seconds(2);
    await aiko.setMuted(voice, false);
    const again = await aiko.show();
    await bo.leave();
    await writing('rec_three', again, 1);
    await seconds(3);
    const { manifest, folder } = await end('rec_three');

    const track = (id: string) => trackOf(manifest, id);
    expect(manifest.participants.map(({ name }) => name)).toEqual(['Aiko', 'Bo', 'Cem']);
    expect(track(late).published.fromMs).toBeGreaterThan(3_000);
    expect(track(voice).muted).toHaveLength(1);
    expect(track(camera).published.toMs).toBeLessThan(track(again).published.fromMs);
    expect(track(bosVoice).published.toMs).toBeLessThan(manifest.durationMs);
    for (const { segments, kind } of manifest.tracks) {
      expect(segments).toHaveLength(1);
      for (const segment of segments) expect(decodeWhole(folder, segment)).toBe(kind === 'audio' ? 'opus' : 'vp8');
    }
    const beacons = (id: string, kind: 'audio' | 'video') =>
      track(id).segments.flatMap((segment) => beaconsOf(folder, segment, kind));
    const [heard, seen] = [beacons(bosVoice, 'audio'), [...beacons(camera, 'video'), ...beacons(again, 'video')]];
    const skew = (at: number): number => {
      const wall = (manifest.startedAt + at) % 1_000;
      return wall > 500 ? wall - 1_000 : wall;
    };
    expect(heard.length).toBeGreaterThanOrEqual(2);
    expect(seen.length).toBeGreaterThanOrEqual(2);
    const middle = (values: number[]): number => values.map(skew).sort((a, b) => a - b)[values.length >> 1] ?? NaN;
    expect(Math.abs(middle(heard) - middle(seen))).toBeLessThan(SYNC_MS);
    for (const caller of callers.splice(0)) if (caller !== bo) await caller.leave();
  }, 90_000);

  it('goes on after ffmpeg, its own process, the recorder and the sfu-node are killed', async () => {
    const aiko = await enter('Aiko');
    const voice = await aiko.speak();
    await control.beginCapture({ recordingId: 'rec_killed', callId: 'call_1', callTitle: '' });
    await writing('rec_killed', voice, 1);
    await seconds(3);

    const kills: number[] = [];
    const killAll = (pids: number[]): void => {
      expect(pids.length).toBeGreaterThan(0);
      kills.push(Date.now());
      for (const pid of pids) process.kill(pid, 'SIGKILL');
    };
    killAll(processesWith('ffmpeg', voice));
    await writing('rec_killed', voice, 2);
    await seconds(2);
    killAll(processesWith('capture-main', 'rec_killed'));
    await writing('rec_killed', voice, 3);
    await seconds(2);
    kills.push(Date.now());
    await recorder.kill();
    recorder = await RecorderProcess.start(settings());
    await writing('rec_killed', voice, 4);
    await seconds(2);

    aiko.vanish();
    await node.kill();
    node = await SfuNodeProcess.start(around.certificates, around.redisUrl, orchestrator.jwksUrl);
    orchestrator.node = node;
    const back = await enter('Aiko');
    const voiceAgain = await back.speak();
    await writing('rec_killed', voiceAgain, 1);
    await seconds(2);
    const { manifest, folder } = await end('rec_killed');

    const { segments } = trackOf(manifest, voice);
    expect(segments).toHaveLength(4);
    const gaps = [FFMPEG_GAP_MS, RECORDER_GAP_MS, RECORDER_GAP_MS];
    for (const [index, killedAt] of kills.entries()) {
      const [before, after] = [segments[index], segments[index + 1]];
      if (!before || !after) throw new Error('a file is missing');
      decodeWhole(folder, before);
      const tail = killedAt - manifest.startedAt - (before.startMs + lastPacketMs(folder, before));
      const gap = after.startMs - (killedAt - manifest.startedAt);
      expect(tail).toBeLessThan(TAIL_LOSS_MS);
      expect(gap).toBeLessThan(gaps[index] ?? 0);
    }
    expect(trackOf(manifest, voiceAgain).segments.length).toBeGreaterThan(0);
  }, 150_000);
});
