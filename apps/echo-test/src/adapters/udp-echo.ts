import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { datagramRefusal, type DatagramRefusal } from '../domain/datagram-rules.js';
import { DelayLine } from '../domain/delay-line.js';
import { SourceRates, type RateLimits, type RateRefusal } from '../domain/source-rates.js';

/** What became of a datagram. */
export type DatagramOutcome = 'answered' | 'send_failed' | 'no_memory' | DatagramRefusal | RateRefusal;

export interface UdpEchoOptions {
  readonly host: string;
  /** 0: the system chooses. */
  readonly port: number;
  readonly delayMs: number;
  /** What may be held at once, in bytes. */
  readonly budgetBytes: number;
  readonly rates: RateLimits;
  readonly onOutcome: (outcome: DatagramOutcome) => void;
  /** Is told by how many milliseconds an answer was late. */
  readonly onLate: (lateMs: number) => void;
}

interface Datagram {
  readonly payload: Buffer;
  readonly sender: RemoteInfo;
}

/** What the system keeps for us while we are busy: a second of a full line, in bytes. */
const RECEIVE_BUFFER_BYTES = 2 * 1024 * 1024;

/**
 * The raw UDP echo (ECHO-1): each datagram goes back to its sender after the delay, as it is. Of use to nobody as an amplifier:
 * an answer is as large as its question, there is one for each, and a forged address gets no more than its own limit.
 */
export class UdpEcho {
  readonly #options: UdpEchoOptions;
  readonly #socket: Socket;
  readonly #line: DelayLine<Datagram>;
  readonly #rates: SourceRates;

  private constructor(options: UdpEchoOptions) {
    this.#options = options;
    this.#socket = createSocket({
      type: isIPv6(options.host) ? 'udp6' : 'udp4',
      recvBufferSize: RECEIVE_BUFFER_BYTES,
    });
    this.#line = new DelayLine(options.delayMs, options.budgetBytes, (datagram, late) => this.#answer(datagram, late));
    this.#rates = new SourceRates(options.rates, performance.now());
  }

  /** @throws Error where the port is taken */
  static async listen(options: UdpEchoOptions): Promise<UdpEcho> {
    const echo = new UdpEcho(options);
    echo.#socket.bind(options.port, options.host);
    await once(echo.#socket, 'listening');
    const { port } = echo;
    echo.#socket.on('message', (payload, sender) => echo.#take({ payload, sender }, port));
    return echo;
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#line.bytes;
  }

  /** Datagrams held. */
  get held(): number {
    return this.#line.length;
  }

  /** Sources remembered. */
  get sources(): number {
    return this.#rates.size;
  }

  close(): void {
    this.#line.clear();
    this.#socket.close();
  }

  #take(datagram: Datagram, ownPort: number): void {
    const { payload, sender } = datagram;
    const refusal =
      datagramRefusal(payload.length, sender.port, ownPort) ??
      this.#rates.refusalOf(sender.address, performance.now()) ??
      (this.#line.add(datagram, payload.length) ? undefined : 'no_memory');
    if (refusal) this.#options.onOutcome(refusal);
  }

  #answer({ payload, sender }: Datagram, lateMs: number): void {
    this.#options.onLate(lateMs);
    this.#socket.send(payload, sender.port, sender.address, (error) =>
      this.#options.onOutcome(error ? 'send_failed' : 'answered'),
    );
  }
}
