import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { sfuV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { refusalFrom, statusFromRefusal } from '@videocall/platform-grpc';
import type { Logger } from '@videocall/platform-logging';
import { z } from 'zod';
import type { CallRegistry } from '../media/call-registry.js';
import { Capture, type CaptureEvent } from '../media/capture.js';
import type { CaptureTickets } from './capture-tickets.js';

type Action = NonNullable<sfuV1.CaptureRequest['action']>;

/** A recorder this many events behind is cut off: it opens the capture anew. */
const MAX_BEHIND = 10_000;

const port = z.number().int().min(1).max(65_535);
const receiveTrack = z.object({
  trackId: z.string().min(1).max(64),
  ip: z.union([z.ipv4(), z.ipv6()]),
  rtpPort: port,
  rtcpPort: port,
});

/** One recorder's stream: the capture it opened, and what happens in it. */
export class CaptureStream {
  readonly #stream: ServerDuplexStream<sfuV1.CaptureRequest, sfuV1.CaptureEvent>;
  readonly #tickets: CaptureTickets;
  readonly #registry: CallRegistry;
  readonly #log: Logger;
  #capture: Capture | undefined;
  #ended = false;
  /** Requests are taken one after the other, as they came. */
  #queue = Promise.resolve();

  constructor(
    stream: ServerDuplexStream<sfuV1.CaptureRequest, sfuV1.CaptureEvent>,
    tickets: CaptureTickets,
    registry: CallRegistry,
    log: Logger,
  ) {
    this.#stream = stream;
    this.#tickets = tickets;
    this.#registry = registry;
    this.#log = log;
  }

  start(): void {
    this.#stream.on('data', ({ action }: sfuV1.CaptureRequest) => {
      this.#queue = this.#queue.then(() => this.#take(action));
    });
    this.#stream.on('end', () => this.#finish());
    this.#stream.on('close', () => this.#end());
    this.#stream.on('error', () => this.#end());
    this.#stream.on('cancelled', () => this.#end());
  }

  async #take(action: Action | undefined): Promise<void> {
    if (this.#ended || !action) return;
    if (action.$case === 'open') {
      await this.#open(action.value.ticket).catch((error: unknown) => this.#fail(refusalFrom(error)));
      return;
    }
    const capture = this.#capture;
    if (!capture) {
      this.#fail(new Refusal('REQUEST_INVALID', { message: 'The first message opens the capture.' }));
      return;
    }
    const trackId = action.$case === 'receive' ? action.value.trackId : action.value;
    await act(capture, action).catch((error: unknown) => this.#refuse(trackId, error));
  }

  async #open(ticket: string): Promise<void> {
    if (this.#capture) throw new Refusal('REQUEST_INVALID', { message: 'The capture is open already.' });
    const callId = await this.#tickets.callOf(ticket);
    if (this.#ended) return;
    const call = this.#registry.call(callId);
    if (!call) throw new Refusal('CALL_NOT_FOUND');
    this.#capture = new Capture({
      call,
      log: this.#log,
      tell: (event, at) => this.#send(event, at),
      onClosed: () => this.#finish(),
    });
    this.#capture.open();
  }

  #refuse(trackId: string, error: unknown): void {
    const { reason, message } = refusalFrom(error);
    if (reason === 'INTERNAL') this.#log.error({ err: error, track: trackId }, 'a track could not be captured');
    this.#send({ $case: 'refused', value: { trackId, reason, message } }, Date.now());
  }

  #send(event: CaptureEvent, at: number): void {
    if (this.#ended) return;
    this.#stream.write({ at: new Date(at), event });
    if (this.#stream.writableLength >= MAX_BEHIND)
      this.#fail(new Refusal('RATE_LIMITED', { message: 'The stream is not read fast enough.' }));
  }

  /** In good order: the recorder has all it wanted, or there is no more. */
  #finish(): void {
    if (this.#ended) return;
    this.#end();
    this.#stream.end();
  }

  #fail(refusal: Refusal): void {
    if (this.#ended) return;
    this.#end();
    this.#stream.emit('error', statusFromRefusal(refusal));
  }

  #end(): void {
    this.#ended = true;
    this.#capture?.close();
  }
}

async function act(capture: Capture, action: Exclude<Action, { $case: 'open' }>): Promise<void> {
  switch (action.$case) {
    case 'receive': {
      const { trackId, ...address } = receiveTrack.parse(action.value);
      return await capture.receive(trackId, address);
    }
    case 'resumeTrackId':
      return await capture.resume(action.value);
    case 'keyframeTrackId':
      return await capture.requestKeyframe(action.value);
    case 'stopTrackId':
      return capture.stop(action.value);
  }
}
