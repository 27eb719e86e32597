import { waitFor } from '@videocall/testing';
import type { Page } from 'playwright-core';
import type { PageProbe } from './page-probe.js';

// What a page really shows and plays, measured on decoded frames and samples.

export type PictureSource = 'CAMERA' | 'SCREEN';

const selector = (participantId: string, source: PictureSource) =>
  `video[data-participant-id="${participantId}"][data-source="${source}"]`;

/** How many frames of a participant's video the page has decoded and shown since it was attached; -1 without such a video. */
export async function shownFrames(
  page: Page,
  participantId: string,
  source: PictureSource = 'CAMERA',
): Promise<number> {
  return page.evaluate(
    (video) => document.querySelector<HTMLVideoElement>(video)?.getVideoPlaybackQuality().totalVideoFrames ?? -1,
    selector(participantId, source),
  );
}

/** Waits until a page shows ten new frames of a participant. */
export async function seesMove(page: Page, participantId: string, source: PictureSource = 'CAMERA'): Promise<void> {
  let last = -1;
  let fresh = 0;
  await waitFor(
    async () => {
      const frames = await shownFrames(page, participantId, source);
      // A picture that was attached anew counts from the beginning.
      if (last >= 0 && frames > last) fresh += frames - last;
      last = frames;
      return fresh >= 10;
    },
    { what: `${source} of ${participantId} moving`, timeoutMs: 45_000, intervalMs: 100 },
  );
}

/** The size of a participant's picture as decoded, in pixels; 0 × 0 without one. */
export async function shownSize(
  page: Page,
  participantId: string,
  source: PictureSource = 'CAMERA',
): Promise<{ width: number; height: number }> {
  return page.evaluate(
    (video) => {
      const element = document.querySelector<HTMLVideoElement>(video);
      return { width: element?.videoWidth ?? 0, height: element?.videoHeight ?? 0 };
    },
    selector(participantId, source),
  );
}

/**
 * Which of the given tones the page plays, measured on the samples of all its sounding elements over a second.
 *
 * @returns the frequencies (hertz) whose level was above −55 dB and 20 dB above the median of the spectrum
 */
export async function heardTones(page: Page, frequencies: readonly number[]): Promise<number[]> {
  return page.evaluate(
    async (tones) => {
      const { pageProbe } = window as unknown as { pageProbe: PageProbe };
      const context = new AudioContext();
      try {
        await context.resume();
        const analyser = context.createAnalyser();
        analyser.fftSize = 8192;
        analyser.smoothingTimeConstant = 0;
        for (const element of pageProbe.audio) {
          const stream = element.srcObject;
          if (!(stream instanceof MediaStream) || element.paused || element.muted) continue;
          const volume = context.createGain();
          volume.gain.value = element.volume;
          context.createMediaStreamSource(stream).connect(volume).connect(analyser);
        }
        const spectrum = new Float32Array(analyser.frequencyBinCount);
        const width = context.sampleRate / analyser.fftSize;
        const heard = new Set<number>();
        const until = context.currentTime + 1;
        await new Promise<void>((resolve) => {
          const look = () => {
            analyser.getFloatFrequencyData(spectrum);
            const median = [...spectrum].sort((a, b) => a - b)[spectrum.length >> 1] ?? -Infinity;
            for (const tone of tones) {
              const bin = Math.round(tone / width);
              const level = Math.max(...spectrum.slice(bin - 1, bin + 2));
              if (level > -55 && level > median + 20) heard.add(tone);
            }
            if (context.currentTime >= until) resolve();
            else setTimeout(look, 40);
          };
          look();
        });
        return tones.filter((tone) => heard.has(tone));
      } finally {
        await context.close();
      }
    },
    [...frequencies],
  );
}

/** Waits until a page plays exactly these of the tones there are. */
export async function hearsExactly(page: Page, expected: readonly number[], among: readonly number[]): Promise<void> {
  let heard: number[] = [];
  await waitFor(
    async () => {
      heard = await heardTones(page, among);
      return heard.length === expected.length && heard.every((tone) => expected.includes(tone));
    },
    { what: `hearing exactly ${expected.join(', ')} Hz`, timeoutMs: 45_000 },
  ).catch((error: unknown) => {
    throw new Error(`expected ${expected.join(', ') || 'no tone'}, last heard ${heard.join(', ') || 'none'} Hz`, {
      cause: error,
    });
  });
}

/** Starts watching a participant's video for gaps, until the page is left. */
export async function watchForGaps(page: Page, participantId: string): Promise<void> {
  await page.evaluate(
    ({ id, video }) => {
      const { pageProbe } = window as unknown as { pageProbe: PageProbe };
      const count = () => document.querySelector<HTMLVideoElement>(video)?.getVideoPlaybackQuality().totalVideoFrames;
      let frames = count();
      let last = performance.now();
      pageProbe.gaps[id] = 0;
      setInterval(() => {
        const now = performance.now();
        const current = count();
        if (current !== undefined && current !== frames) last = now;
        frames = current;
        pageProbe.gaps[id] = Math.max(pageProbe.gaps[id] ?? 0, now - last);
      }, 20);
    },
    { id: participantId, video: selector(participantId, 'CAMERA') },
  );
}

/** The longest time without a new frame of a participant since the watch began, or since this was asked last; milliseconds. */
export async function longestGap(page: Page, participantId: string): Promise<number> {
  return page.evaluate((id) => {
    const { pageProbe } = window as unknown as { pageProbe: PageProbe };
    const longest = pageProbe.gaps[id] ?? Infinity;
    pageProbe.gaps[id] = 0;
    return longest;
  }, participantId);
}

/** The page's open connections, each by the ICE user name fragments of its two ends: others after an ICE restart. */
export async function openTransports(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { pageProbe } = window as unknown as { pageProbe: PageProbe };
    const fragment = (description: RTCSessionDescription | null) =>
      /a=ice-ufrag:(\S+)/.exec(description?.sdp ?? '')?.[1];
    return pageProbe.connections
      .filter(({ connectionState }) => connectionState !== 'closed')
      .map(({ localDescription, remoteDescription }) => `${fragment(localDescription)} ${fragment(remoteDescription)}`)
      .sort();
  });
}

/** What all of a page's connections have received of video: packets, and frames that could be decoded. */
export async function receivedVideo(page: Page): Promise<{ packets: number; framesDecoded: number }> {
  return page.evaluate(async () => {
    const { pageProbe } = window as unknown as { pageProbe: PageProbe };
    const total = { packets: 0, framesDecoded: 0 };
    for (const connection of pageProbe.connections) {
      for (const report of (await connection.getStats()).values()) {
        const inbound = report as Partial<RTCInboundRtpStreamStats>;
        if (inbound.type !== 'inbound-rtp' || inbound.kind !== 'video') continue;
        total.packets += inbound.packetsReceived ?? 0;
        total.framesDecoded += inbound.framesDecoded ?? 0;
      }
    }
    return total;
  });
}

/**
 * How long it takes from asking to join to the first decoded frame of a participant's camera. To be called before the click.
 *
 * @returns milliseconds
 */
export async function nextFirstFrame(page: Page, participantId: string): Promise<number> {
  const first = await page.waitForFunction(
    (video) => {
      const frames = document.querySelector<HTMLVideoElement>(video)?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
      return frames > 0 ? performance.now() : false;
    },
    selector(participantId, 'CAMERA'),
    { polling: 'raf', timeout: 90_000 },
  );
  const shownAt = await first.jsonValue();
  const askedAt = await page.evaluate(() => performance.getEntriesByName('videocall:join-requested').at(-1)?.startTime);
  return Number(shownAt) - Number(askedAt);
}

/** How the page's open connections go, as `host` or `relay` and by which protocol; in order. */
export async function usedPaths(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { pageProbe } = window as unknown as { pageProbe: PageProbe };
    const paths: string[] = [];
    for (const connection of pageProbe.connections.filter(({ connectionState }) => connectionState !== 'closed')) {
      const reports = await connection.getStats();
      for (const report of reports.values()) {
        const { type, selectedCandidatePairId } = report as Partial<RTCTransportStats>;
        if (type !== 'transport' || selectedCandidatePairId === undefined) continue;
        const pair = reports.get(selectedCandidatePairId) as RTCIceCandidatePairStats;
        const local = reports.get(pair.localCandidateId) as {
          readonly candidateType: string;
          readonly protocol: string;
          readonly relayProtocol?: string;
        };
        paths.push(`${local.candidateType} ${local.relayProtocol ?? local.protocol}`);
      }
    }
    return paths.sort();
  });
}
