import { once } from 'node:events';
import { enterCall, type Invitation, type MediaStream } from '@videocall/bots';
import { callV1 } from '@videocall/contracts';

/** Fifty Opus packets a second of 64 kbit/s. */
const FRAME_MS = 20;
const FRAME_SAMPLES = 960;
const PAYLOAD_BYTES = 160;
/** CELT, 20 ms, one frame. */
const TOC = 0xf8;
/** −dBov (RFC 6464). Nobody speaks, or of ten the server would send only the five loudest and half of what is subscribed. */
const UNHEARD = 127;
/** Where in the payload the time of sending stands; nobody decodes it here. */
const SENT_AT = 8;

/** A bot that sends a voice, and measures how long others' take. All bots share one process and so one clock. */
export class BenchBot {
  latencies: number[] = [];
  sent = 0;
  lost = 0;
  readonly #stream: MediaStream;
  readonly #trackId: string;
  readonly #last = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  private constructor(stream: MediaStream, trackId: string) {
    this.#stream = stream;
    this.#trackId = trackId;
    stream.on('rtp', (packet) => this.#receive(packet));
    stream.once('ended', (error) => {
      if (error) throw error;
    });
  }

  static async enter(invitation: Invitation, name: string): Promise<BenchBot> {
    const stream = await enterCall(invitation, name);
    return new BenchBot(stream, await stream.publish(callV1.TrackSource.MICROPHONE, callV1.MediaCodec.OPUS));
  }

  /** @param offset milliseconds after the others, so that not all send at once */
  speak(offset: number): void {
    const start = performance.now() + (offset % FRAME_MS);
    let number = 0;
    this.#timer = setInterval(() => {
      for (; start + number * FRAME_MS <= performance.now(); number += 1) this.#send(number);
    }, FRAME_MS / 4);
  }

  listenTo(other: BenchBot): void {
    this.#stream.subscribe(other.#trackId);
  }

  reset(): void {
    this.latencies = [];
    this.sent = 0;
    this.lost = 0;
  }

  async leave(): Promise<void> {
    clearInterval(this.#timer);
    const ended = once(this.#stream, 'ended');
    this.#stream.end();
    await ended;
  }

  #send(number: number): void {
    const payload = Buffer.alloc(PAYLOAD_BYTES, TOC);
    payload.writeDoubleLE(performance.now(), SENT_AT);
    this.sent += 1;
    this.#stream.send({
      trackId: this.#trackId,
      payloadType: 0,
      sequenceNumber: number & 0xffff,
      timestamp: (number * FRAME_SAMPLES) >>> 0,
      marker: false,
      payload,
      audioLevel: UNHEARD,
    });
  }

  #receive({ trackId, sequenceNumber, payload }: callV1.RtpPacket): void {
    const sentAt = Buffer.from(payload.buffer, payload.byteOffset, payload.length).readDoubleLE(SENT_AT);
    this.latencies.push(performance.now() - sentAt);
    const before = this.#last.get(trackId);
    if (before !== undefined) this.lost += (sequenceNumber - before - 1) & 0xffff;
    this.#last.set(trackId, sequenceNumber);
  }
}
