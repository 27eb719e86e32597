import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { codecOf, sessionDescription, type MediaPorts, type SentMedia } from './session-description.js';

/** How long ffmpeg may take to listen, and to end. */
const START_MS = 5_000;
const STOP_MS = 3_000;
const POLL_MS = 10;
const ERRORS_KEPT = 2_000;

/**
 * Of the media: it is copied, reordered where packets overtook each other, waited for no longer than half a second where one
 * is missing. The first second is not looked at to guess a frame rate, so it is written at once.
 */
const INPUT = [
  ...['-protocol_whitelist', 'pipe,udp,rtp,srtp,crypto', '-analyzeduration', '5000000', '-probesize', '5000000'],
  ...['-fpsprobesize', '0', '-max_delay', '500000', '-reorder_queue_size', '500', '-fflags', '+genpts'],
  ...['-f', 'sdp', '-i', 'pipe:0'],
];
/** Matroska is readable wherever it is cut; a second at a time is put together in memory before it is written. */
const OUTPUT = ['-c', 'copy', '-cluster_time_limit', '1000', '-flush_packets', '1'];

/** WebM knows VP8 and Opus only. */
export function containerOf(media: SentMedia): 'webm' | 'mkv' {
  return /\/(vp8|opus)$/i.test(codecOf(media).mimeType) ? 'webm' : 'mkv';
}

/** One ffmpeg that writes what arrives of one track to one file. It cannot outlive this process. */
export class SegmentWriter {
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  readonly #process: ChildProcess;
  #errors = '';

  private constructor(process: ChildProcess) {
    this.#process = process;
    this.ended = new Promise((resolve) => {
      process.once('exit', () => resolve());
      process.once('error', (error) => {
        this.#errors += String(error);
        resolve();
      });
    });
    process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = `${this.#errors}${text}`.slice(-ERRORS_KEPT);
    });
  }

  /**
   * Starts it; it listens when this returns.
   * @param path of the file to write
   * @throws Error with ffmpeg's own words
   */
  static async start(media: SentMedia, ip: string, ports: MediaPorts, path: string): Promise<SegmentWriter> {
    const format = containerOf(media) === 'webm' ? 'webm' : 'matroska';
    const ffmpeg = [
      'ffmpeg',
      '-hide_banner',
      '-loglevel',
      'error',
      '-nostats',
      '-n',
      ...INPUT,
      ...OUTPUT,
      '-f',
      format,
    ];
    // The kernel ends it when this process dies, however it dies.
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', ...ffmpeg, path], {
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    const writer = new SegmentWriter(child);
    child.stdin?.on('error', () => undefined);
    // By standard input, since it holds the key.
    child.stdin?.end(sessionDescription(media, ip, ports));
    await writer.#listens(ports);
    return writer;
  }

  get hasEnded(): boolean {
    return this.#process.pid === undefined || this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** The last it had to say. */
  get errors(): string {
    return this.#errors.trim();
  }

  /** Ends the file in good order. */
  async stop(): Promise<void> {
    if (this.hasEnded) return;
    const impatience = setTimeout(() => this.#process.kill('SIGKILL'), STOP_MS);
    this.#process.kill('SIGINT');
    await this.ended;
    clearTimeout(impatience);
  }

  async #listens({ rtp, rtcp }: MediaPorts): Promise<void> {
    const deadline = performance.now() + START_MS;
    while (!this.hasEnded) {
      const open = await openPorts();
      if (open.has(rtp) && open.has(rtcp)) return;
      if (performance.now() > deadline) break;
      await Promise.race([sleep(POLL_MS), this.ended]);
    }
    this.#process.kill('SIGKILL');
    if (this.#process.pid !== undefined && !this.hasEnded) await once(this.#process, 'exit');
    throw new Error(`ffmpeg does not listen: ${this.errors}`);
  }
}

/** UDP ports of this machine that somebody listens on (proc(5)). */
async function openPorts(): Promise<ReadonlySet<number>> {
  const tables = await Promise.all(['/proc/net/udp', '/proc/net/udp6'].map((path) => readFile(path, 'utf8')));
  const ports = tables.flatMap((table) => [...table.matchAll(/^ *\d+: [0-9A-F]+:([0-9A-F]{4}) /gm)]);
  return new Set(ports.map(([, port = '']) => Number.parseInt(port, 16)));
}
