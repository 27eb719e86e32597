import { Store, type ReadableStore } from '../store.js';

/** Twenty readings a second look alive and cost little. */
const INTERVAL_MS = 50;
/** What counts as silence, in dBFS; the scale begins here. */
const FLOOR_DB = -60;

/** How loud a track is. */
export interface LevelMeter {
  /** 0 (−60 dBFS or less) to 1 (full scale). */
  readonly level: ReadableStore<number>;
  stop(): void;
}

/**
 * Watches a microphone's loudness. The browser runs it only after a gesture (autoplay rules): until then it reads 0.
 *
 * @param track stays the caller's: it is neither stopped nor muted
 */
export function createLevelMeter(track: MediaStreamTrack): LevelMeter {
  const level = new Store(0);
  const context = new AudioContext();
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = new AnalyserNode(context, { fftSize: 1024, smoothingTimeConstant: 0 });
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    if (context.state === 'suspended') void context.resume();
    analyser.getFloatTimeDomainData(samples);
    level.set(loudness(samples));
  }, INTERVAL_MS);
  return {
    level,
    stop() {
      clearInterval(timer);
      source.disconnect();
      void context.close();
    },
  };
}

/** Root mean square of samples (−1 to 1), on a scale that goes evenly with what is heard. */
export function loudness(samples: Float32Array): number {
  const meanSquare = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  const decibels = 10 * Math.log10(meanSquare);
  return Math.min(1, Math.max(0, (decibels - FLOOR_DB) / -FLOOR_DB));
}
