import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DecodedPictures, DecodedSound } from '@videocall/testing';
import { FRAME_RATE } from '../domain/frame-grid.js';
import { filmed, heard } from '../testing/captured-files.js';
import { interval, manifestOf, person, segment, track } from '../testing/manifests.js';
import { composeRecording } from './compose-recording.js';

const STAGE = { width: 320, height: 180 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'videocall-composition-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('sound and picture', () => {
  it('stay together and on time: at the start, after a gap, with clocks that run wrong, to the end', async () => {
    const markers = [1, 3, 9, 13.5, 18];
    // Until 5 one file each; then the writers were killed, and others began at 7 and 7.4. The sound card runs 1 % fast, the
    // camera's clock 0.5 % slow: far more than any does, so that an error shows within seconds.
    const [soundRate, pictureRate] = [1.01, 0.995];
    const relative = (start: number) => markers.map((at) => at - start);
    const path = (name: string): string => join(folder, name);
    await Promise.all([
      filmed({ path: path('v1.webm'), colour: 'navy', seconds: 5, flashes: relative(0), clockRate: pictureRate }),
      filmed({ path: path('v2.webm'), colour: 'navy', seconds: 13, flashes: relative(7), clockRate: pictureRate }),
      heard({
        path: path('a1.webm'),
        hertz: 1000,
        seconds: 5,
        beeps: relative(0),
        clockRate: soundRate,
        gaps: [[1.5, 2.5]],
      }),
      heard({ path: path('a2.webm'), hertz: 1000, seconds: 12.6, beeps: relative(7.4), clockRate: soundRate }),
    ]);
    const whole = interval(0, 20_000);
    const files = await composeRecording({
      manifest: manifestOf({
        durationMs: 20_000,
        participants: [person('aiko', 'Aiko', whole)],
        tracks: [
          track('aiko', 'CAMERA', whole, [
            segment('v1.webm', 0, 5_000, pictureRate),
            segment('v2.webm', 7_000, 20_000, pictureRate),
          ]),
          track('aiko', 'MICROPHONE', whole, [
            segment('a1.webm', 0, 5_000, soundRate),
            segment('a2.webm', 7_400, 20_000, soundRate),
          ]),
        ],
      }),
      captureFolder: folder,
      workFolder: join(folder, 'work'),
      signal: new AbortController().signal,
      onProgress: () => undefined,
      onDamage: () => undefined,
      render: { stage: STAGE, preset: 'ultrafast' },
    });
    for (const file of files.filter(({ kind }) => kind !== 'THUMBNAIL')) {
      const pictures = await DecodedPictures.of(file.path, STAGE, `scale=${STAGE.width}:${STAGE.height}`);
      const seen = pictures.flashes(FRAME_RATE, 160, 60);
      const onsets = (await DecodedSound.of(file.path)).onsets();
      expect(seen).toHaveLength(markers.length);
      expect(onsets).toHaveLength(markers.length);
      for (const [index, marker] of markers.entries()) {
        expect(Math.abs((seen[index] ?? 0) - (onsets[index] ?? 0))).toBeLessThan(0.05);
        expect(Math.abs((seen[index] ?? 0) - marker)).toBeLessThan(0.05);
      }
    }
  }, 120_000);
});
