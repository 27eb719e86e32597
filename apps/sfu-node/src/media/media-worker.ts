import { EventEmitter } from 'node:events';
import { isIPv6 } from 'node:net';
import { createWorker } from 'mediasoup';
import type { Router, RouterRtpCodecCapability, TransportListenInfo, WebRtcServer, Worker } from 'mediasoup/types';
import { LoadShedding } from '../domain/adaptation/load-shedding.js';
import { boundAddress } from './bound-address.js';

/** Where media is received. */
export interface MediaListen {
  /** Addresses to listen on, each with the one that clients are told. */
  readonly addresses: readonly { readonly ip: string; readonly announcedAddress: string | undefined }[];
  /** Worker i takes this port + i, UDP and TCP. */
  readonly portBase: number;
}

interface StartOptions {
  readonly index: number;
  readonly listen: MediaListen;
  readonly workerBin: string | undefined;
}

/**
 * Ports from which tracks are sent to recorders; from outside nothing is taken on them. Above those that the kernel gives
 * to outgoing connections by default.
 */
const CAPTURE_PORTS = { min: 61_000, max: 65_535 } as const;

/** A mediasoup worker process with its one WebRtcServer, through which all of its transports go. */
export class MediaWorker extends EventEmitter<{ died: [Error] }> {
  readonly index: number;
  readonly #worker: Worker;
  readonly #server: WebRtcServer;
  /** Where a track that is captured is sent from. */
  readonly captureListen: TransportListenInfo;
  /** Peers in the calls on this worker; placement goes by it. */
  load = 0;
  /** What its calls give up while it has too much to do. */
  readonly shedding = new LoadShedding();
  #cpu: { readonly usedMs: number; readonly at: number } | undefined;

  private constructor(index: number, worker: Worker, server: WebRtcServer, listenIp: string) {
    super();
    this.index = index;
    this.#worker = worker;
    this.#server = server;
    this.captureListen = { protocol: 'udp', ip: listenIp, portRange: CAPTURE_PORTS };
    worker.once('died', (error) => this.emit('died', error));
  }

  static async start({ index, listen, workerBin }: StartOptions): Promise<MediaWorker> {
    const worker = await withoutSignals(() => createWorker({ logLevel: 'warn', ...(workerBin ? { workerBin } : {}) }));
    try {
      const server = await worker.createWebRtcServer({ listenInfos: listenInfos(listen, index) });
      return new MediaWorker(index, worker, server, listen.addresses[0]?.ip ?? '127.0.0.1');
    } catch (error) {
      worker.close();
      throw error;
    }
  }

  get pid(): number {
    return this.#worker.pid;
  }

  get server(): WebRtcServer {
    return this.#server;
  }

  createRouter(mediaCodecs: readonly RouterRtpCodecCapability[]): Promise<Router> {
    return this.#worker.createRouter({ mediaCodecs: [...mediaCodecs] });
  }

  /** Thousandths of a core used since the last time this was asked; 0 the first time. */
  async cpuPermille(): Promise<number> {
    const { ru_utime, ru_stime } = await this.#worker.getResourceUsage();
    const now = { usedMs: ru_utime + ru_stime, at: performance.now() };
    const before = this.#cpu;
    this.#cpu = now;
    return before ? Math.round(((now.usedMs - before.usedMs) * 1000) / (now.at - before.at)) : 0;
  }

  close(): void {
    this.#worker.close();
  }
}

function listenInfos({ addresses, portBase }: MediaListen, index: number): TransportListenInfo[] {
  return addresses.flatMap(({ ip, announcedAddress }) =>
    (['udp', 'tcp'] as const).map((protocol) => ({
      protocol,
      ip: boundAddress(ip, announcedAddress),
      port: portBase + index,
      // Else `::` would take IPv4 too, and leave nothing for a listener of that family on the same port.
      ...(isIPv6(ip) ? { flags: { ipv6Only: true } } : {}),
      ...(announcedAddress ? { announcedAddress } : {}),
    })),
  );
}

/**
 * mediasoup closes its workers in the moment that this process gets SIGTERM or SIGINT; but media goes on here until those who
 * are in calls have moved to another node.
 */
async function withoutSignals(create: () => Promise<Worker>): Promise<Worker> {
  const signals = ['SIGTERM', 'SIGINT'] as const;
  const ours = new Map(signals.map((signal) => [signal, process.listeners(signal)]));
  const worker = await create();
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) {
      if (!ours.get(signal)?.includes(listener)) process.removeListener(signal, listener);
    }
  }
  return worker;
}
