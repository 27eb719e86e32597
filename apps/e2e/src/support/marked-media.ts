import wrtc from '@roamhq/wrtc';
import type { Picture, SyntheticTrack } from '@videocall/synthetic-participant';

/** Colours that are told apart after any encoding: luma and chroma (BT.601, limited range). */
export const COLOURS = {
  red: [82, 90, 240],
  green: [145, 54, 34],
  blue: [41, 240, 110],
  yellow: [210, 16, 146],
} as const satisfies Record<string, readonly [luma: number, blueness: number, redness: number]>;
export type ColourName = keyof typeof COLOURS;

const WHITE = [235, 128, 128] as const;
/** A beat begins at each multiple of this, ms by the machine's clock. */
export const BEAT_MS = 2_000;
const BEAT_LENGTH_MS = 200;
const SAMPLE_RATE = 48_000;
const PIECE_MS = 10;
const PIECE_SAMPLES = (SAMPLE_RATE * PIECE_MS) / 1000;
const LOUD = 9_830;

const isOnBeat = (atMs: number): boolean => atMs % BEAT_MS < BEAT_LENGTH_MS;

/** ms since 1970, finer than Date.now(). */
const clock = (): number => performance.timeOrigin + performance.now();

function frameOf({ width, height }: Picture, [luma, blueness, redness]: readonly [number, number, number]) {
  const size = width * height;
  const data = new Uint8Array((size * 3) / 2).fill(luma, 0, size);
  data.fill(blueness, size, (size * 5) / 4).fill(redness, (size * 5) / 4);
  return { width, height, data };
}

/** Opens a picture of one colour. @param beats it is white on each beat */
export function openColour(picture: Picture, colour: ColourName, beats = false): SyntheticTrack {
  const source = new wrtc.nonstandard.RTCVideoSource();
  const track = source.createTrack();
  const [plain, white] = [frameOf(picture, COLOURS[colour]), frameOf(picture, WHITE)];
  const frameMs = 1000 / picture.frameRate;
  let timer: NodeJS.Timeout;
  // Each frame at a multiple of its length, so that a beat's first one is on the beat.
  const schedule = (): void => {
    timer = setTimeout(
      () => {
        source.onFrame(beats && isOnBeat(clock()) ? white : plain);
        schedule();
      },
      frameMs - (clock() % frameMs),
    );
  };
  schedule();
  return {
    track,
    stop: () => {
      clearTimeout(timer);
      track.stop();
    },
  };
}

/** Opens a tone that sounds on each beat. @param frequency hertz */
export function openBeeps(frequency: number): SyntheticTrack {
  const source = new wrtc.nonstandard.RTCAudioSource();
  const track = source.createTrack();
  const started = clock();
  let pieces = 0;
  const timer = setInterval(() => {
    // As many pieces as the clock says, since timers come late.
    for (const due = (clock() - started) / PIECE_MS; pieces < due; pieces += 1) {
      const samples = Int16Array.from({ length: PIECE_SAMPLES }, (_, index) => {
        const at = pieces * PIECE_MS + (index * 1000) / SAMPLE_RATE;
        return isOnBeat(started + at) ? Math.round(LOUD * Math.sin((2 * Math.PI * frequency * at) / 1000)) : 0;
      });
      source.onData({
        ...{ samples, sampleRate: SAMPLE_RATE, bitsPerSample: 16, channelCount: 1 },
        numberOfFrames: PIECE_SAMPLES,
      });
    }
  }, PIECE_MS);
  return {
    track,
    stop: () => {
      clearInterval(timer);
      track.stop();
    },
  };
}
