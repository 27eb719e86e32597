import type { Page } from 'playwright-core';

/** What a page has received since its connections began. */
export interface Reception {
  /** milliseconds, the page's clock */
  readonly at: number;
  /** Of the received picture; 0 without one. Pixels of its shorter side. */
  readonly height: number;
  readonly framesDecoded: number;
  readonly freezes: number;
  readonly frozenSeconds: number;
  readonly videoBytes: number;
  /** Samples of sound played, and of these those made up for what was missing while somebody spoke. */
  readonly samples: number;
  readonly concealed: number;
  readonly audioPackets: number;
  readonly audioLost: number;
}

interface WatchedWindow {
  readonly watchedConnections: RTCPeerConnection[];
}

/** Keeps every connection that the page makes. To be installed before the page's own scripts. */
export async function watchConnections(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watchedConnections: RTCPeerConnection[] = [];
    Object.assign(window, { watchedConnections });
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        watchedConnections.push(this);
      }
    };
  });
}

/** The page's UDP ports, by which the network knows it. */
export async function portsOf(page: Page): Promise<ReadonlySet<number>> {
  const ports = await page.evaluate(async () => {
    const { watchedConnections } = window as unknown as WatchedWindow;
    const reports = await Promise.all(watchedConnections.map((connection) => connection.getStats()));
    const found: number[] = [];
    for (const report of reports) {
      report.forEach((entry: { type: string; port?: number }) => {
        if (entry.type === 'local-candidate' && entry.port) found.push(entry.port);
      });
    }
    return found;
  });
  return new Set(ports);
}

/** What the page sends: each layer's height, frames a second, and what the browser says keeps it from being better. */
export async function readSending(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { watchedConnections } = window as unknown as WatchedWindow;
    const reports = await Promise.all(watchedConnections.map((connection) => connection.getStats()));
    const layers: string[] = [];
    for (const report of reports) {
      report.forEach((entry: Record<string, unknown>) => {
        if (entry['type'] === 'outbound-rtp' && entry['kind'] === 'video') {
          const { rid, active, frameHeight, framesPerSecond, qualityLimitationReason } = entry;
          layers.push([rid, active, frameHeight, framesPerSecond, qualityLimitationReason].join(' '));
        }
      });
    }
    return layers;
  });
}

/** Reads what the page has received (W3C webrtc-stats, `RTCInboundRtpStreamStats`). */
export async function readReception(page: Page): Promise<Reception> {
  return page.evaluate(async () => {
    const { watchedConnections } = window as unknown as WatchedWindow;
    const reports = await Promise.all(watchedConnections.map((connection) => connection.getStats()));
    const of = { audio: {} as Record<string, number>, video: {} as Record<string, number> };
    for (const report of reports) {
      report.forEach((entry: { type: string; kind?: 'audio' | 'video' }) => {
        if (entry.type !== 'inbound-rtp' || !entry.kind) return;
        for (const [key, value] of Object.entries(entry)) {
          if (typeof value === 'number') of[entry.kind][key] = (of[entry.kind][key] ?? 0) + value;
        }
      });
    }
    const { audio, video } = of;
    return {
      at: performance.now(),
      height: Math.min(video['frameWidth'] ?? 0, video['frameHeight'] ?? 0),
      framesDecoded: video['framesDecoded'] ?? 0,
      freezes: video['freezeCount'] ?? 0,
      frozenSeconds: video['totalFreezesDuration'] ?? 0,
      videoBytes: video['bytesReceived'] ?? 0,
      samples: audio['totalSamplesReceived'] ?? 0,
      concealed: (audio['concealedSamples'] ?? 0) - (audio['silentConcealedSamples'] ?? 0),
      audioPackets: audio['packetsReceived'] ?? 0,
      audioLost: audio['packetsLost'] ?? 0,
    };
  });
}
