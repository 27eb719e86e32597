import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Recording, RecordingFile } from '@videocall/rest-api';
import {
  DecodedPictures,
  DecodedSound,
  probed,
  startObjectServer,
  waitFor,
  type TestObjectServer,
} from '@videocall/testing';
import { openTone, SyntheticParticipant, type SyntheticTrack } from '@videocall/synthetic-participant';
import {
  grantFor,
  inviteTo,
  registerUser,
  rest,
  type RestIdentity,
  startCall,
} from '@videocall/synthetic-participant/rest';
import { descendants } from './support/descendants.js';
import { BEAT_MS, openBeeps, openColour, type ColourName } from './support/marked-media.js';
import { startProduct, type Product } from './support/product.js';
import { RecordedTimeline } from './support/recorded-timeline.js';
import { audibleShare, coloursOf, flashesOf, silencesOf } from './support/recording-media.js';
import { reasonOf } from './support/refusals.js';

jest.setTimeout(240_000);

const CAMERA = { source: 'CAMERA', width: 320, height: 180, frameRate: 30, maxBitrate: 300_000 } as const;
const SCREEN = { source: 'SCREEN', width: 640, height: 360, frameRate: 5, maxBitrate: 300_000 } as const;
/** Hertz: Aiko's sounds without a pause, Ben's too, Chie's beeps while her picture flashes. */
const TONES = { aiko: 500, ben: 900, chie: 1_400 };
/** What lasts so long can be told from what is near a change. */
const LASTS_MS = 3_500;
const SMALL = { width: 160, height: 90 };
const FFMPEG_GAP_MS = 2_000;
const RECORDER_GAP_MS = 10_000;
const TAIL_MS = 2_000;
/** The machine runs three WebRTC stacks and the whole product besides. */
const NOISE_MS = 1_000;

describe('a recorded call of three', () => {
  const timeline = new RecordedTimeline();
  let product: Product;
  let objects: TestObjectServer;
  let folder: string;
  let host: RestIdentity;
  let guest: RestIdentity;
  let callId: string;
  let recordingId: string;
  const people: SyntheticParticipant[] = [];
  /** ms since 1970 */
  const moments = { muted: 0, unmuted: 0, joins: 0, joined: 0, left: 0, ffmpegKilled: 0, recorderKilled: 0 };

  const recordingPath = (call: string): string => `/v1/calls/${call}/recording`;
  const startRecording = (call: string) =>
    rest<{ recording: { id: string } }>(product.origin, 'POST', recordingPath(call), { token: host.accessToken });
  const stopRecording = (call: string) =>
    rest(product.origin, 'DELETE', recordingPath(call), { token: host.accessToken });
  const recording = async (): Promise<Recording> =>
    (
      await rest<{ recording: Recording }>(product.origin, 'GET', `/v1/recordings/${recordingId}`, {
        token: guest.accessToken,
      })
    ).recording;
  const isCapturing = () =>
    people.some((person) => person.notices('recordingChanged').at(-1)?.recording?.state === 'CAPTURING');

  async function enter(name: string): Promise<SyntheticParticipant> {
    const identity = await registerUser(product.origin, name);
    if (name === 'Ben') guest = identity;
    const invite = await inviteTo(product.origin, host, callId);
    const grant = await grantFor(product.origin, identity, callId, invite);
    const person = await SyntheticParticipant.join(product.origin, identity, grant);
    people.push(person);
    return person;
  }
  async function films(person: SyntheticParticipant, colour: ColourName, beats = false): Promise<string> {
    const track = await person.publishPicture(openColour(CAMERA, colour, beats), CAMERA);
    timeline.shows(colour);
    return track;
  }
  const speaks = (person: SyntheticParticipant, sound: SyntheticTrack) => person.publishSound(sound);
  const lasts = () => pause(LASTS_MS);

  beforeAll(async () => {
    [folder, objects] = await Promise.all([mkdtemp(join(tmpdir(), 'videocall-recording-')), startObjectServer()]);
    product = await startProduct({
      recorder: {
        ...{ S3_BUCKET: objects.bucket, S3_ENDPOINT: objects.endpoint },
        ...{ S3_ACCESS_KEY_ID: 'key', S3_SECRET_ACCESS_KEY: 'secret' },
      },
    });
    host = await registerUser(product.origin, 'Aiko');
    const { call, grant } = await startCall(product.origin, host, 'Weekly');
    callId = call.id;
    const aiko = await SyntheticParticipant.join(product.origin, host, grant);
    people.push(aiko);
    const ben = await enter('Ben');
    await films(aiko, 'red');
    await speaks(aiko, openTone(TONES.aiko));
    const benFilms = await films(ben, 'green');
    const benSpeaks = await speaks(ben, openTone(TONES.ben));

    // The storage is away all the time until the call is over.
    await objects.kill();
    recordingId = (await startRecording(callId)).recording.id;
    await waitFor(isCapturing, { what: 'the call being recorded', timeoutMs: 15_000 });
    timeline.begins();
    await lasts();

    await ben.signalling.send('setTrackMuted', { trackId: benSpeaks, muted: true });
    moments.muted = Date.now();
    await lasts();
    await ben.signalling.send('setTrackMuted', { trackId: benSpeaks, muted: false });
    moments.unmuted = Date.now();

    moments.joins = Date.now();
    const chie = await enter('Chie');
    await films(chie, 'blue', true);
    await speaks(chie, openBeeps(TONES.chie));
    moments.joined = Date.now();
    await lasts();

    const recorder = product.stack.pid('recorder') ?? 0;
    for (const pid of descendants(recorder, 'ffmpeg')) process.kill(pid, 'SIGKILL');
    moments.ffmpegKilled = timeline.interrupted(FFMPEG_GAP_MS);
    await pause(FFMPEG_GAP_MS);
    await lasts();

    await aiko.signalling.send('acquireScreenShare', { requestId: crypto.randomUUID() });
    const screen = await aiko.publishPicture(openColour(SCREEN, 'yellow'), SCREEN);
    timeline.shows('yellow');
    product.stack.kill('redis', 'SIGKILL');
    await lasts();
    await aiko.signalling.send('unpublish', { trackId: screen });
    timeline.hides('yellow');

    await ben.signalling.send('unpublish', { trackId: benFilms });
    timeline.hides('green');
    await lasts();
    await films(ben, 'green');

    moments.recorderKilled = timeline.interrupted(RECORDER_GAP_MS);
    await product.crash('recorder');
    await waitFor(() => descendants(product.stack.pid('recorder') ?? 0, 'ffmpeg').length >= 6, {
      what: 'everything being captured again',
      timeoutMs: RECORDER_GAP_MS,
    });
    await lasts();
    await lasts();

    await chie.leave();
    timeline.hides('blue');
    moments.left = Date.now();
    await lasts();
    await stopRecording(callId);
    await waitFor(async () => (await recording()).state === 'PROCESSING', { what: 'the end of the capture' });
    for (const person of people) person.vanish();
    await objects.startAgain();
  }, 120_000);

  afterAll(async () => {
    for (const person of people) person.vanish();
    await product?.stop();
    await objects?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  let ready: Recording;
  const paths = new Map<string, string>();
  const filesOf = (kind: RecordingFile['kind']) => ready.files.filter((file) => file.kind === kind);
  const pathOf = (file: RecordingFile | undefined): string => paths.get(file?.id ?? '') ?? '';
  /** What somebody sent of themselves; a screen has a file apart. */
  const participantFile = (name: string) =>
    filesOf('PARTICIPANT').find(
      ({ participantName, fileName }) => participantName === name && !fileName.includes(' screen'),
    );
  /** On the recording, seconds. */
  const at = (moment: number): number => (moment - Date.parse(ready.startedAt ?? '')) / 1000;

  it('is stored once the storage is back, whole and playable', async () => {
    await waitFor(async () => (await recording()).state === 'READY', { what: 'the recording', timeoutMs: 180_000 });
    ready = await recording();
    expect(ready).toMatchObject({ callTitle: 'Weekly', participantNames: ['Aiko', 'Ben', 'Chie'] });
    expect(filesOf('COMPOSITE')).toHaveLength(1);
    expect(filesOf('THUMBNAIL')).toHaveLength(1);
    // Aiko's screen has a file apart.
    expect(
      filesOf('PARTICIPANT')
        .map(({ participantName }) => participantName)
        .sort(),
    ).toEqual(['Aiko', 'Aiko', 'Ben', 'Chie']);
    for (const file of ready.files) {
      const path = join(folder, file.id);
      const { url } = await rest<{ url: string }>(
        product.origin,
        'POST',
        `/v1/recordings/${recordingId}/files/${file.id}/download`,
        { token: guest.accessToken, body: { save: false } },
      );
      const response = await fetch(new URL(url, product.origin));
      await writeFile(path, Buffer.from(await response.arrayBuffer()));
      paths.set(file.id, path);
      if (file.kind === 'THUMBNAIL') continue;
      const { format } = await probed(path);
      expect(Math.abs(Number(format.duration) - ready.durationMs / 1000)).toBeLessThan(0.5);
    }
  });

  it('shows at every moment exactly those who were to be seen', async () => {
    const rate = 5;
    const scaled = `fps=${rate},scale=${SMALL.width}:${SMALL.height}:flags=area`;
    const pictures = await DecodedPictures.of(pathOf(filesOf('COMPOSITE')[0]), SMALL, scaled);
    const wrong: string[] = [];
    let [seen, inARow] = [0, 0];
    for (let index = 0; index < pictures.count; index += 1) {
      const moment = Date.parse(ready.startedAt ?? '') + (index * 1000) / rate;
      // Chie is white then.
      if (moment % 2_000 < 500 || moment % 2_000 > 1_800) continue;
      const expected = timeline.at(moment);
      if (!expected) continue;
      seen += 1;
      const shown = coloursOf(pictures, index, SMALL);
      const [is, should] = [[...shown].sort().join(' '), [...expected].sort().join(' ')];
      inARow = is === should ? 0 : inARow + 1;
      // A picture that comes late, on a machine that is busy, is wrong for a moment.
      if (inARow >= (rate * NOISE_MS) / 1000) wrong.push(`${index / rate} s: ${is} instead of ${should}`);
    }
    expect(wrong).toEqual([]);
    // How many are judged depends on how long the machine took over the call.
    expect(seen).toBeGreaterThan(5);
  });

  it('lets be heard whoever was to be heard', async () => {
    const sound = await DecodedSound.of(pathOf(filesOf('COMPOSITE')[0]));
    const heard = (hertz: number, from: number, to: number): number =>
      audibleShare(sound, hertz, { from: from + 1, to: to - 0.5 });
    const { muted, unmuted, joins, joined, left, ffmpegKilled } = moments;
    expect({
      benBeforeHeWasMuted: heard(TONES.ben, 0, at(muted)) > 0.8,
      benWhileMuted: heard(TONES.ben, at(muted), at(unmuted)) > 0.1,
      benAfterwards: heard(TONES.ben, at(unmuted), at(ffmpegKilled)) > 0.8,
      chieBeforeSheCame: heard(TONES.chie, 0, at(joins)) > 0.1,
      // She beeps, with pauses.
      chie: heard(TONES.chie, at(joined), at(ffmpegKilled)) > 0,
      chieAfterSheLeft: heard(TONES.chie, at(left), ready.durationMs / 1000) > 0.1,
    }).toEqual({
      benBeforeHeWasMuted: true,
      benWhileMuted: false,
      benAfterwards: true,
      chieBeforeSheCame: false,
      chie: true,
      chieAfterSheLeft: false,
    });
  });

  it('misses no more than the kills of ffmpeg and of the recorder account for', async () => {
    const sound = await DecodedSound.of(pathOf(participantFile('Aiko')));
    const silences = silencesOf(sound, TONES.aiko, { from: 1, to: ready.durationMs / 1000 - 0.5 });
    const [ffmpegKilled, recorderKilled] = [at(moments.ffmpegKilled), at(moments.recorderKilled)];
    const around = (killed: number, longestMs: number) =>
      silences.filter(
        ({ from, to }) => from > killed - (TAIL_MS + NOISE_MS) / 1000 && to < killed + (longestMs + NOISE_MS) / 1000,
      );
    const accounted = [...around(ffmpegKilled, FFMPEG_GAP_MS), ...around(recorderKilled, RECORDER_GAP_MS)];
    expect(silences.filter((silence) => !accounted.includes(silence))).toEqual([]);
  });

  it('keeps sound and picture within 50 ms of each other, after the gaps too', async () => {
    const path = pathOf(participantFile('Chie'));
    const size = { width: 16, height: 9 };
    const pictures = await DecodedPictures.of(path, size, 'fps=100,scale=16:9:flags=area');
    const flashes = flashesOf(pictures, 100);
    const beeps = (await DecodedSound.of(path)).onsets();
    const offsets = beeps.map((beep) => {
      const nearest = flashes.toSorted((one, other) => Math.abs(one - beep) - Math.abs(other - beep))[0] ?? Infinity;
      return { beep, offsetMs: Math.round((nearest - beep) * 1000) };
    });
    // Not those while WebRTC begins, nor one that the leaving cut, nor one whose flash fell into a gap.
    const settled = offsets.filter(
      ({ beep, offsetMs }) =>
        beep > at(moments.joined) + 2 && beep < at(moments.left) - 1 && Math.abs(offsetMs) < BEAT_MS / 2,
    );
    const afterFfmpeg = settled.filter(
      ({ beep }) => beep > at(moments.ffmpegKilled) && beep < at(moments.recorderKilled),
    );
    const afterRecorder = settled.filter(({ beep }) => beep > at(moments.recorderKilled));
    for (const part of [settled, afterFfmpeg, afterRecorder]) {
      const sizes = part.map(({ offsetMs }) => Math.abs(offsetMs)).sort((one, other) => one - other);
      expect(sizes.length).toBeGreaterThan(0);
      // Single beats are as late as the sender's own timers are on a busy machine.
      expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(50);
    }
  });

  it('is not for strangers', async () => {
    const stranger = await registerUser(product.origin, 'Stranger');
    const file = ready.files[0]?.id ?? '';
    const ask = (method: string, path: string, body?: object) =>
      reasonOf(rest(product.origin, method, path, { token: stranger.accessToken, body }));
    expect(await ask('GET', `/v1/recordings/${recordingId}`)).toBe('RECORDING_NOT_FOUND');
    expect(await ask('POST', `/v1/recordings/${recordingId}/files/${file}/download`, { save: false })).toBe(
      'RECORDING_NOT_FOUND',
    );
    expect(await ask('DELETE', `/v1/recordings/${recordingId}`)).toBe('RECORDING_NOT_FOUND');
  });

  it('is one of five at most', async () => {
    const calls: string[] = [];
    for (let count = 0; count < 6; count += 1) calls.push((await startCall(product.origin, host)).call.id);
    for (const call of calls.slice(0, 5)) await startRecording(call);
    expect(await reasonOf(startRecording(calls[5] ?? ''))).toBe('RECORDING_LIMIT');
    for (const call of calls) await stopRecording(call);
  });
});
