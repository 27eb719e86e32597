import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DecodedPictures, DecodedSound } from '@videocall/testing';
import { FRAME_RATE } from '../domain/frame-grid.js';
import { filmed, heard } from '../testing/captured-files.js';
import { interval, manifestOf, person, segment, track } from '../testing/manifests.js';
import { composeRecording } from './compose-recording.js';

const MINUTES = 10;
const DURATION_S = MINUTES * 60;
const SMALL = { width: 32, height: 18 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'videocall-composition-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a recording of ten minutes', () => {
  it('has sound and picture within 50 ms of each other from its first minute to its last', async () => {
    // A sound card 100 millionths fast and a camera's clock 50 slow would be 90 ms apart at the end. In the middle both
    // writers were killed, and began again at different times.
    const [soundRate, pictureRate] = [1.0001, 0.99995];
    const markers = [5, ...Array.from({ length: MINUTES - 1 }, (_, minute) => (minute + 1) * 60 + 10), DURATION_S - 5];
    const parts = [
      { name: 'first', film: [0, 300], sound: [0, 300.3] },
      { name: 'second', film: [302, DURATION_S], sound: [301.62, DURATION_S] },
    ].map(({ name, film: [filmFrom = 0, filmTo = 0], sound: [soundFrom = 0, soundTo = 0] }) => ({
      film: { path: `${name}.video.webm`, from: filmFrom, to: filmTo },
      sound: { path: `${name}.audio.webm`, from: soundFrom, to: soundTo },
    }));
    const within = (from: number) => markers.map((at) => at - from);
    await Promise.all(
      parts.flatMap(({ film, sound }) => [
        filmed({
          path: join(folder, film.path),
          colour: 'navy',
          seconds: film.to - film.from,
          flashes: within(film.from),
          clockRate: pictureRate,
        }),
        heard({
          path: join(folder, sound.path),
          hertz: 1000,
          seconds: sound.to - sound.from,
          beeps: within(sound.from),
          clockRate: soundRate,
        }),
      ]),
    );
    const whole = interval(0, DURATION_S * 1000);
    const began = Date.now();
    const files = await composeRecording({
      manifest: manifestOf({
        durationMs: whole.toMs,
        participants: [person('aiko', 'Aiko', whole)],
        tracks: [
          track(
            'aiko',
            'CAMERA',
            whole,
            parts.map(({ film }) => segment(film.path, film.from * 1000, film.to * 1000, pictureRate)),
          ),
          track(
            'aiko',
            'MICROPHONE',
            whole,
            parts.map(({ sound }) => segment(sound.path, sound.from * 1000, sound.to * 1000, soundRate)),
          ),
        ],
      }),
      captureFolder: folder,
      workFolder: join(folder, 'work'),
      signal: new AbortController().signal,
      onProgress: () => undefined,
      onDamage: () => undefined,
      render: { stage: { width: 320, height: 180 }, preset: 'ultrafast' },
    });
    const tookMs = Date.now() - began;
    const composite = files.find(({ kind }) => kind === 'COMPOSITE')?.path ?? '';
    const pictures = await DecodedPictures.of(composite, SMALL, `scale=${SMALL.width}:${SMALL.height}`);
    const seen = pictures.flashes(FRAME_RATE, 16, 6);
    const onsets = (await DecodedSound.of(composite)).onsets();
    const apartMs = markers.map((_, index) => Math.round(1000 * ((seen[index] ?? 0) - (onsets[index] ?? 0))));
    const lateMs = markers.map((at, index) => Math.round(1000 * ((seen[index] ?? 0) - at)));
    console.log(
      `${DURATION_S} s composed in ${tookMs} ms; picture after sound, ms: ${apartMs}; picture late, ms: ${lateMs}`,
    );
    expect(seen).toHaveLength(markers.length);
    expect(onsets).toHaveLength(markers.length);
    for (const off of [...apartMs, ...lateMs]) expect(Math.abs(off)).toBeLessThan(50);
  }, 600_000);
});
