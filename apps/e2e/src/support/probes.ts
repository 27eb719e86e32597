import type { Page } from 'playwright-core';

// What a page really shows and plays, measured on decoded frames and samples.

/** How many frames of a participant's video the page has decoded and shown since it was attached; -1 without such a video. */
export async function shownFrames(page: Page, participantId: string, source = 'CAMERA'): Promise<number> {
  return page.evaluate(
    ({ id, trackSource }) => {
      const video = document.querySelector<HTMLVideoElement>(
        `video[data-participant-id="${id}"][data-track-source="${trackSource}"]`,
      );
      return video ? video.getVideoPlaybackQuality().totalVideoFrames : -1;
    },
    { id: participantId, trackSource: source },
  );
}

/** The size of a participant's picture as decoded, in pixels. */
export async function shownSize(page: Page, participantId: string, source = 'CAMERA'): Promise<{ width: number; height: number }> {
  return page.evaluate(
    ({ id, trackSource }) => {
      const video = document.querySelector<HTMLVideoElement>(
        `video[data-participant-id="${id}"][data-track-source="${trackSource}"]`,
      );
      return { width: video?.videoWidth ?? 0, height: video?.videoHeight ?? 0 };
    },
    { id: participantId, trackSource: source },
  );
}

/**
 * Which of the given tones a participant's audio carries, measured over half a second on what the page plays.
 *
 * @returns the frequencies (hertz) whose level is above −50 dB and 20 dB above the median of the spectrum
 */
export async function heardTones(page: Page, participantId: string, frequencies: readonly number[]): Promise<number[]> {
  return page.evaluate(
    async ({ id, tones }) => {
      const element = document.querySelector<HTMLAudioElement>(`audio[data-participant-id="${id}"]`);
      const stream = element?.srcObject;
      if (!(stream instanceof MediaStream) || stream.getAudioTracks().length === 0 || element?.muted) return [];
      const context = new AudioContext();
      try {
        await context.resume();
        const analyser = context.createAnalyser();
        analyser.fftSize = 8192;
        analyser.smoothingTimeConstant = 0.5;
        context.createMediaStreamSource(stream).connect(analyser);
        const until = context.currentTime + 0.5;
        await new Promise<void>((resolve) => {
          const look = () => (context.currentTime >= until ? resolve() : requestAnimationFrame(look));
          look();
        });
        const spectrum = new Float32Array(analyser.frequencyBinCount);
        analyser.getFloatFrequencyData(spectrum);
        const median = [...spectrum].sort((a, b) => a - b)[spectrum.length >> 1] ?? -Infinity;
        const width = context.sampleRate / analyser.fftSize;
        return tones.filter((tone) => {
          const bin = Math.round(tone / width);
          const level = Math.max(...spectrum.slice(bin - 1, bin + 2));
          return level > -50 && level > median + 20;
        });
      } finally {
        await context.close();
      }
    },
    { id: participantId, tones: [...frequencies] },
  );
}

/**
 * Starts watching a participant's video for gaps: how long the page went at most without a new decoded frame.
 *
 * @returns a function that stops watching and gives the longest gap in milliseconds
 */
export async function watchForGaps(page: Page, participantId: string): Promise<() => Promise<number>> {
  await page.evaluate((id) => {
    const find = () => document.querySelector<HTMLVideoElement>(`video[data-participant-id="${id}"][data-track-source="CAMERA"]`);
    const watch = { running: true, last: performance.now(), longest: 0, frames: find()?.getVideoPlaybackQuality().totalVideoFrames ?? 0 };
    Object.assign(window, { gapWatch: watch });
    const timer = setInterval(() => {
      const now = performance.now();
      const frames = find()?.getVideoPlaybackQuality().totalVideoFrames ?? watch.frames;
      if (frames !== watch.frames) watch.last = now;
      watch.frames = frames;
      watch.longest = Math.max(watch.longest, now - watch.last);
      if (!watch.running) clearInterval(timer);
    }, 20);
  }, participantId);
  return () =>
    page.evaluate(() => {
      const { gapWatch } = window as unknown as { gapWatch: { running: boolean; longest: number } };
      gapWatch.running = false;
      return gapWatch.longest;
    });
}
