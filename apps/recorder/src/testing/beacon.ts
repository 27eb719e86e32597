import wrtc from '@roamhq/wrtc';
import type { types as mediasoup } from 'mediasoup-client';

/** A flash and a beep at every full second of the clock, this long. Milliseconds. */
export const BEACON_MS = 200;
export const WIDTH = 160;
export const HEIGHT = 96;
const FRAME_RATE = 20;
const SAMPLE_RATE = 48_000;
const PIECE_MS = 10;
const PIECE_SAMPLES = (SAMPLE_RATE * PIECE_MS) / 1000;
const TONE_HZ = 1_000;

const isOn = (atMs: number): boolean => atMs % 1_000 < BEACON_MS;

type Track = NonNullable<mediasoup.ProducerOptions['track']>;

export interface BeaconTrack {
  readonly track: Track;
  stop(): void;
}

/** A dark picture that is white at the beginning of every second. */
export function openFlash(): BeaconTrack {
  const source = new wrtc.nonstandard.RTCVideoSource();
  const frame = (luma: number) => ({
    width: WIDTH,
    height: HEIGHT,
    data: new Uint8Array((WIDTH * HEIGHT * 3) / 2).fill(luma, 0, WIDTH * HEIGHT).fill(128, WIDTH * HEIGHT),
  });
  const [dark, white] = [frame(20), frame(230)];
  const timer = setInterval(() => source.onFrame(isOn(Date.now()) ? white : dark), 1000 / FRAME_RATE);
  return ended(source.createTrack(), timer);
}

/** Silence with a tone at the beginning of every second. */
export function openBeep(): BeaconTrack {
  const source = new wrtc.nonstandard.RTCAudioSource();
  const startedAt = Date.now();
  let pieces = 0;
  const timer = setInterval(() => {
    // As many pieces as the clock says, since timers come late.
    for (const due = (Date.now() - startedAt) / PIECE_MS; pieces < due; pieces += 1) {
      const on = isOn(startedAt + pieces * PIECE_MS);
      const samples = Int16Array.from({ length: PIECE_SAMPLES }, (_, index) =>
        on ? Math.round(9_830 * Math.sin((2 * Math.PI * TONE_HZ * (pieces * PIECE_SAMPLES + index)) / SAMPLE_RATE)) : 0,
      );
      const format = { sampleRate: SAMPLE_RATE, bitsPerSample: 16, channelCount: 1, numberOfFrames: PIECE_SAMPLES };
      source.onData({ samples, ...format });
    }
  }, PIECE_MS);
  return ended(source.createTrack(), timer);
}

function ended(track: Track, timer: NodeJS.Timeout): BeaconTrack {
  return {
    track,
    stop: () => {
      clearInterval(timer);
      track.stop();
    },
  };
}
