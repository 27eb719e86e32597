import wrtc from '@roamhq/wrtc';

/** What a synthetic camera or screen captures. */
export interface Picture {
  /** pixels */
  readonly width: number;
  /** pixels */
  readonly height: number;
  /** frames a second */
  readonly frameRate: number;
}

/** A captured track without a device, and how to end it. */
export interface SyntheticTrack {
  readonly track: MediaStreamTrack;
  stop(): void;
}

/** Different pictures that are shown over and over. */
const DISTINCT_FRAMES = 4;
/** How far noise changes a pixel's brightness: enough that an encoder can use all the bits it may. */
const NOISE = 24;

/** Opens a picture of noise over a gradient: an encoder spends on it whatever it is allowed to. */
export function openNoise({ width, height, frameRate }: Picture): SyntheticTrack {
  const source = new wrtc.nonstandard.RTCVideoSource();
  const track = source.createTrack();
  const frames = Array.from({ length: DISTINCT_FRAMES }, (_, index) => noiseFrame(width, height, index + 1));
  let shown = 0;
  const timer = setInterval(() => {
    const frame = frames[shown++ % DISTINCT_FRAMES];
    if (frame) source.onFrame(frame);
  }, 1000 / frameRate);
  return {
    track,
    stop: () => {
      clearInterval(timer);
      track.stop();
    },
  };
}

function noiseFrame(width: number, height: number, seed: number) {
  const luma = width * height;
  const data = new Uint8Array((luma * 3) / 2).fill(128, luma);
  let random = seed * 0x9e3779b1;
  for (let pixel = 0; pixel < luma; pixel += 1) {
    // xorshift32 (Marsaglia 2003)
    random ^= random << 13;
    random ^= random >>> 17;
    random ^= random << 5;
    data[pixel] = 64 + ((pixel % width) * 96) / width + ((random >>> 8) % NOISE);
  }
  return { width, height, data };
}

const SAMPLE_RATE = 48_000;
/** WebRTC takes sound in pieces of ten milliseconds. */
const PIECE_MS = 10;
const PIECE_SAMPLES = (SAMPLE_RATE * PIECE_MS) / 1000;

/** Opens a steady tone. @param frequency hertz */
export function openTone(frequency: number): SyntheticTrack {
  const source = new wrtc.nonstandard.RTCAudioSource();
  const track = source.createTrack();
  const started = performance.now();
  let pieces = 0;
  const timer = setInterval(() => {
    // As many pieces as the clock says, since timers come late.
    for (const due = (performance.now() - started) / PIECE_MS; pieces < due; pieces += 1) {
      const samples = Int16Array.from({ length: PIECE_SAMPLES }, (_, index) => {
        const at = (pieces * PIECE_SAMPLES + index) / SAMPLE_RATE;
        return Math.round(9_830 * Math.sin(2 * Math.PI * frequency * at));
      });
      source.onData({
        samples,
        sampleRate: SAMPLE_RATE,
        bitsPerSample: 16,
        channelCount: 1,
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
