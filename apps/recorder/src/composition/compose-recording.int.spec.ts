import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Colour, DecodedPictures, DecodedSound, probed } from '@videocall/testing';
import type { RecordingManifest } from '../domain/recording-manifest.js';
import { layOut } from '../domain/stage-layout.js';
import { cutOff, filmed, heard, joined } from '../testing/captured-files.js';
import { interval, manifestOf, person, segment, track } from '../testing/manifests.js';
import { composeRecording } from './compose-recording.js';
import type { ComposedFile, CompositionRequest } from './composition-request.js';
import { cutClip } from './cut-clip.js';

const STAGE = { width: 320, height: 180 };
const RENDER = { stage: STAGE, preset: 'ultrafast' } as const;
/** A recording is composed behind everything else that a machine does. */
const PATIENCE_MS = 180_000;
const SUPERVISION = { signal: new AbortController().signal, timeoutMs: 60_000 };

/** Aiko red, Ben green, Chie blue, Aiko's screen yellow; without a camera a card. */
type Shown = 'red' | 'green' | 'blue' | 'yellow' | 'card';
const TONES = { aiko: 500, ben: 900, chie: 1400 };

function nameOf([red, green, blue]: Colour): Shown | string {
  const bright = [red > 120, green > 90, blue > 120].map(Number).join('');
  const named: Record<string, Shown> = { '100': 'red', '010': 'green', '001': 'blue', '110': 'yellow' };
  return named[bright] ?? (Math.max(red, green, blue) < 60 ? 'card' : `rgb ${red} ${green} ${blue}`);
}

let folder: string;
const captured = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'videocall-composition-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function request(
  manifest: RecordingManifest,
  work: string,
  more: Partial<CompositionRequest> = {},
): CompositionRequest {
  return {
    manifest,
    captureFolder: folder,
    workFolder: join(folder, work),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onDamage: () => undefined,
    render: RENDER,
    ...more,
  };
}

const byKind = (files: readonly ComposedFile[], kind: ComposedFile['kind']): string =>
  files.find((file) => file.kind === kind)?.path ?? '';

describe('a call of three with all that happens in one', () => {
  const DURATION_MS = 20_020;
  let manifest: RecordingManifest;
  let files: readonly ComposedFile[];
  const progress: number[] = [];
  const damaged: string[] = [];

  beforeAll(async () => {
    await Promise.all([
      filmed({ path: captured('aiko-large.webm'), colour: 'red', seconds: 7, size: '320x180' }),
      filmed({ path: captured('aiko-small.webm'), colour: 'red', seconds: 13.02 }),
      filmed({ path: captured('ben.webm'), colour: 'green', seconds: 12 }),
      filmed({ path: captured('chie-1.webm'), colour: 'blue', seconds: 8 }),
      filmed({ path: captured('chie-2.webm'), colour: 'blue', seconds: 5 }),
      filmed({ path: captured('screen.webm'), colour: 'yellow', seconds: 3, size: '256x160' }),
      heard({ path: captured('aiko.opus.webm'), hertz: TONES.aiko, seconds: 20.02, gaps: [[4, 6]] }),
      heard({ path: captured('ben.opus.webm'), hertz: TONES.ben, seconds: 12 }),
      heard({ path: captured('chie.opus.webm'), hertz: TONES.chie, seconds: 14.5 }),
      writeFile(captured('nothing.webm'), 'not a video'),
    ]);
    await writeFile(captured('aiko.txt'), `file aiko-large.webm\nfile aiko-small.webm\n`);
    await joined(captured('aiko.txt'), captured('aiko.webm'));
    // Killed while it wrote: of its 8 seconds some 6 are left, and the next begins 2 seconds later.
    await cutOff(captured('chie-1.webm'), 0.75);

    manifest = manifestOf({
      durationMs: DURATION_MS,
      participants: [
        person('aiko', 'Aiko Tanaka', interval(0, DURATION_MS)),
        person('ben', 'Ben <Okafor> & “Söhne”', interval(0, 12_000)),
        person('chie', '山田 千恵', interval(5_000, DURATION_MS)),
      ],
      tracks: [
        track(
          'aiko',
          'CAMERA',
          interval(0, DURATION_MS),
          [segment('aiko.webm', 0, DURATION_MS)],
          [interval(8_000, 10_000)],
        ),
        track(
          'aiko',
          'MICROPHONE',
          interval(0, DURATION_MS),
          [segment('aiko.opus.webm', 0, DURATION_MS)],
          [interval(4_000, 6_000)],
        ),
        track('aiko', 'SCREEN', interval(14_000, 17_000), [segment('screen.webm', 14_000, 17_000)]),
        track('ben', 'CAMERA', interval(0, 12_000), [segment('ben.webm', -20, 12_000)]),
        track('ben', 'MICROPHONE', interval(0, 12_000), [segment('ben.opus.webm', 0, 12_000)]),
        track('chie', 'CAMERA', interval(5_000, DURATION_MS), [
          segment('chie-1.webm', 5_000, 13_000),
          segment('nothing.webm', 14_000, 14_500),
          segment('chie-2.webm', 15_020, DURATION_MS),
        ]),
        track('chie', 'MICROPHONE', interval(5_000, DURATION_MS), [segment('chie.opus.webm', 5_520, DURATION_MS)]),
      ],
      activeSpeaker: [
        { atMs: 0, participantId: 'ben' },
        { atMs: 2_000, participantId: 'aiko' },
        { atMs: 12_000, participantId: undefined },
      ],
    });
    files = await composeRecording(
      request(manifest, 'three', {
        onProgress: (permille) => progress.push(permille),
        onDamage: (path) => damaged.push(path),
      }),
    );
  }, PATIENCE_MS);

  it('is one MP4 that every browser plays, as long as the recording', async () => {
    const { streams, format } = await probed(byKind(files, 'COMPOSITE'));
    const [video, audio] = streams;
    expect(video).toMatchObject({ codec_name: 'h264', pix_fmt: 'yuv420p', ...STAGE, nb_frames: '501' });
    expect(audio).toMatchObject({ codec_name: 'aac' });
    expect(Math.abs(Number(format.duration) - DURATION_MS / 1000)).toBeLessThan(0.05);
    expect(Math.abs(Number(audio?.duration) - Number(video?.duration))).toBeLessThan(0.05);
  });

  it('shows at each second exactly who was there', async () => {
    const expected: { until: number; people: Shown[]; screen?: Shown }[] = [
      { until: 5, people: ['red', 'green'] },
      { until: 8, people: ['red', 'green', 'blue'] },
      { until: 10, people: ['card', 'green', 'blue'] },
      { until: 12, people: ['red', 'green', 'blue'] },
      { until: 14, people: ['red', 'blue'] },
      // Chie's capture was killed at 11: the last picture stands for three seconds.
      { until: 15, people: ['red', 'card'], screen: 'yellow' },
      { until: 17, people: ['red', 'blue'], screen: 'yellow' },
      { until: 21, people: ['red', 'blue'] },
    ];
    const pictures = await DecodedPictures.of(byKind(files, 'COMPOSITE'), STAGE, 'select=not(mod(n-12\\,25))');
    expect(pictures.count).toBe(20);
    const seen = Array.from({ length: 20 }, (_, second) => {
      const scene = expected.find(({ until }) => second < until);
      const layout = layOut(STAGE, scene?.people.length ?? 0, scene?.screen !== undefined);
      const at = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) =>
        nameOf(pictures.colourAt(second, x + Math.round(width / 4), y + Math.round(height / 4)));
      return { people: layout.tiles.map(at), ...(layout.screen && { screen: at(layout.screen) }) };
    });
    const told = seen.map((_, second) => {
      const scene = expected.find(({ until }) => second < until);
      return { people: scene?.people, ...(scene?.screen && { screen: scene.screen }) };
    });
    expect(seen).toEqual(told);
  });

  it('lets hear at each second who was heard, and silence for who was not', async () => {
    const sound = await DecodedSound.of(byKind(files, 'COMPOSITE'));
    const heardIn = (second: number): string[] =>
      Object.entries(TONES).flatMap(([who, hertz]) =>
        sound.level(hertz, second + 0.1, second + 0.9) > 0.05 ? [who] : [],
      );
    const expected = Array.from({ length: 19 }, (_, second) => [
      ...(second >= 4 && second < 6 ? [] : ['aiko']),
      ...(second < 12 ? ['ben'] : []),
      ...(second >= 6 ? ['chie'] : []),
    ]);
    expect(expected.map((_, second) => heardIn(second).filter((who) => who !== 'chie' || second !== 5))).toEqual(
      expected,
    );
  });

  it('comes with a file of what each sent, on the same timeline', async () => {
    const own = files.filter(({ kind }) => kind === 'PARTICIPANT');
    expect(own.map(({ participantId, content }) => `${participantId} ${content}`)).toEqual([
      'aiko SELF',
      'aiko SCREEN',
      'ben SELF',
      'chie SELF',
    ]);
    for (const file of own) {
      const { streams, format } = await probed(file.path);
      expect(streams.map(({ codec_type }) => codec_type)).toEqual(
        file.content === 'SELF' ? ['video', 'audio'] : ['video'],
      );
      expect(Math.abs(Number(format.duration) - DURATION_MS / 1000)).toBeLessThan(0.05);
      expect(file.bytes).toBe((await stat(file.path)).size);
    }
    const [aiko, , ben] = own;
    const pictures = await DecodedPictures.of(aiko?.path ?? '', STAGE, 'select=not(mod(n-12\\,25))');
    const aikoShows = Array.from({ length: 20 }, (_, second) => nameOf(pictures.colourAt(second, 160, 90)));
    expect(aikoShows).toEqual(aikoShows.map((_, second) => (second === 8 || second === 9 ? 'card' : 'red')));
    const sound = await DecodedSound.of(ben?.path ?? '');
    expect(sound.level(TONES.ben, 11, 11.9)).toBeGreaterThan(0.1);
    expect(sound.level(TONES.aiko, 2, 3)).toBeLessThan(0.01);
    expect(sound.level(TONES.ben, 13, 20)).toBeLessThan(0.001);
  });

  it('has a thumbnail with something on it', async () => {
    const pictures = await DecodedPictures.of(byKind(files, 'THUMBNAIL'), STAGE);
    expect(pictures.count).toBe(1);
    const { tiles } = layOut(STAGE, 3, false);
    expect(tiles.map(({ x, y, width }) => nameOf(pictures.colourAt(0, x + Math.round(width / 4), y + 20)))).toEqual([
      'red',
      'green',
      'blue',
    ]);
  });

  it('tells how far it is, and what it could not use', () => {
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.length).toBeGreaterThan(20);
    expect(progress.at(-1)).toBe(1000);
    expect(new Set(damaged)).toContain('nothing.webm');
  });

  it(
    'goes on from what is finished when it was interrupted',
    async () => {
      const work = join(folder, 'interrupted');
      const interruption = new AbortController();
      const cut = composeRecording(
        request(manifest, 'interrupted', {
          signal: interruption.signal,
          onProgress: (permille) => permille > 800 && interruption.abort(new Error('interrupted')),
        }),
      );
      await expect(cut).rejects.toThrow('interrupted');
      const finished = (await readdir(work)).filter((name) => /^(picture|sound|piece).*\.(mp4|mka)$/.test(name));
      expect(finished.length).toBeGreaterThan(5);
      const times = async () => Promise.all(finished.map(async (name) => (await stat(join(work, name))).mtimeMs));
      const before = await times();
      const again = await composeRecording(request(manifest, 'interrupted'));
      expect(await times()).toEqual(before);
      const { streams } = await probed(byKind(again, 'COMPOSITE'));
      expect(streams[0]?.nb_frames).toBe('501');
      expect((await readdir(work)).filter((name) => name.includes('.part'))).toEqual([]);
    },
    PATIENCE_MS,
  );

  it('can be cut into clips, to the picture', async () => {
    const clip = join(folder, 'clip.mp4');
    await cutClip(byKind(files, 'COMPOSITE'), interval(4_600, 8_600), clip, SUPERVISION, RENDER);
    const { format } = await probed(clip);
    expect(Math.abs(Number(format.duration) - 4)).toBeLessThan(0.06);
    const pictures = await DecodedPictures.of(clip, STAGE);
    expect(pictures.count).toBe(100);
    const [first] = layOut(STAGE, 3, false).tiles;
    const middle = { x: (first?.x ?? 0) + 30, y: (first?.y ?? 0) + 20 };
    // Aiko's camera goes off at 8.000.
    expect(nameOf(pictures.colourAt(84, middle.x, middle.y))).toBe('red');
    expect(nameOf(pictures.colourAt(86, middle.x, middle.y))).toBe('card');
  });
});

describe('little', () => {
  it.each([
    ['nobody and nothing', manifestOf({ durationMs: 1_000, participants: [], tracks: [] })],
    [
      'somebody without camera and microphone',
      manifestOf({ durationMs: 1_000, participants: [person('aiko', '', interval(0, 1_000))], tracks: [] }),
    ],
  ])('is a recording as well: %s', async (name, manifest) => {
    const files = await composeRecording(request(manifest, name));
    expect(files.map(({ kind }) => kind)).toEqual(['COMPOSITE', 'THUMBNAIL']);
    const { streams } = await probed(byKind(files, 'COMPOSITE'));
    expect(streams.map(({ codec_name }) => codec_name)).toEqual(['h264', 'aac']);
  });
});
