import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { waitFor } from '@videocall/testing';
import { UdpEcho, type DatagramOutcome, type UdpEchoOptions } from './adapters/udp-echo.js';

const HOST = '127.0.0.1';
const OPTIONS = {
  host: HOST,
  port: 0,
  delayMs: 3000,
  budgetBytes: 32 * 1024 * 1024,
  rates: { perSource: 200, total: 2000, sources: 1000 },
};

const FLOOD = Buffer.alloc(1400);

/** A sender with an address of its own on the loopback network, and when each of its numbers came back. */
class Sender {
  readonly sentAt: number[] = [];
  readonly back: { readonly number: number; readonly at: number; readonly bytes: number }[] = [];

  private constructor(private readonly socket: Socket) {}

  static async at(address: string): Promise<Sender> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
    socket.bind(0, address);
    await once(socket, 'listening');
    const sender = new Sender(socket);
    socket.on('message', (message) => {
      sender.back.push({ number: message.readUInt32BE(0), at: performance.now(), bytes: message.length });
    });
    return sender;
  }

  send(port: number, bytes = 100): void {
    const message = Buffer.alloc(bytes);
    message.writeUInt32BE(this.sentAt.push(performance.now()) - 1, 0);
    this.socket.send(message, port, HOST);
  }

  /** Sends without keeping count, and without making anything anew. */
  flood(port: number): void {
    this.socket.send(FLOOD, port, HOST);
  }

  get delays(): number[] {
    return this.back.map(({ number, at }) => at - (this.sentAt[number] ?? NaN));
  }

  close(): void {
    this.socket.close();
  }
}

/** Calls `work` at an even pace by the clock, however late timers are. */
async function paced(times: number, perSecond: number, work: (index: number) => void): Promise<void> {
  const start = performance.now();
  let done = 0;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(times, Math.floor(((performance.now() - start) / 1000) * perSecond));
      for (; done < due; done += 1) work(done);
      if (done < times) return;
      clearInterval(timer);
      resolve();
    }, 2);
  });
}

const report = (figures: string): boolean => process.stdout.write(`${figures}\n`);

const inOrder = (sender: Sender): boolean =>
  sender.back.every(({ number }, index) => index === 0 || number > (sender.back[index - 1]?.number ?? -1));

describe('the UDP echo', () => {
  let echo: UdpEcho;
  let senders: Sender[];
  let outcomes: Map<DatagramOutcome, number>;

  const outcome = (name: DatagramOutcome): number => outcomes.get(name) ?? 0;
  const listen = async (options: Partial<UdpEchoOptions> = {}): Promise<void> => {
    echo = await UdpEcho.listen({
      ...OPTIONS,
      onOutcome: (name) => outcomes.set(name, outcome(name) + 1),
      onLate: () => undefined,
      ...options,
    });
  };
  const people = async (number: number): Promise<Sender[]> => {
    senders = await Promise.all(Array.from({ length: number }, (_, index) => Sender.at(`127.0.0.${index + 11}`)));
    return senders;
  };

  beforeEach(() => {
    outcomes = new Map();
    senders = [];
  });
  afterEach(() => {
    for (const sender of senders) sender.close();
    echo.close();
  });

  it('returns 1,000 datagrams of ten sources after three seconds, in order, and none is lost', async () => {
    await listen();
    const ten = await people(10);
    await paced(1000, 1000, (index) => ten[index % 10]?.send(echo.port));
    await waitFor(() => ten.every(({ back }) => back.length === 100), { what: 'all being back', timeoutMs: 10_000 });
    const delays = ten.flatMap((sender) => sender.delays).sort((a, b) => a - b);
    const [first, p50, p99, last] = [0, 499, 989, 999].map((index) => delays[index]?.toFixed(1));
    report(`1,000 datagrams at 1,000/s came back after ${first} to ${last} ms, p50 ${p50}, p99 ${p99}`);
    expect(ten.every(inOrder)).toBe(true);
    expect(delays[0]).toBeGreaterThanOrEqual(2999);
    // 20 ms on a machine that has nothing else to do.
    expect(delays[989]).toBeLessThan(3250);
    expect(outcome('answered')).toBe(1000);
    expect(echo.bytes).toBe(0);
  }, 20_000);

  it('neither grows under a flood nor lets it starve others', async () => {
    await listen({ delayMs: 1000 });
    const [flooder, calm] = await people(2);
    let largest = 0;
    const resident = process.memoryUsage().rss;
    // Up to ten thousand a second, fifty times what one source may send. Never more at once than the system's own queue takes.
    const flood = setInterval(() => {
      for (let copy = 0; copy < 20; copy += 1) flooder?.flood(echo.port);
      largest = Math.max(largest, echo.bytes);
    }, 2);
    await paced(100, 50, () => calm?.send(echo.port));
    clearInterval(flood);
    await waitFor(() => (calm?.back.length ?? 0) >= 95, { what: 'the calm one’s answers', timeoutMs: 10_000 });
    await waitFor(() => echo.bytes === 0, { what: 'nothing being held', timeoutMs: 10_000 });
    const grown = Math.max(0, process.memoryUsage().rss - resident);
    report(
      `flood: ${outcome('source_rate')} refused, ${calm?.back.length} of 100 calm ones back, at most ${largest} bytes held, process grew by ${grown} bytes`,
    );
    expect(outcome('source_rate')).toBeGreaterThan(1_000);
    // Its burst of 400, and 200 a second: no more than 600 within a delay, 1,800 bytes each.
    expect(largest).toBeLessThan(1_200_000);
    expect(flooder?.back.length).toBeLessThan(1_000);
    expect(grown).toBeLessThan(100_000_000);
  }, 30_000);

  it('refuses what does not fit its memory, and has room again afterwards', async () => {
    await listen({ delayMs: 200, budgetBytes: 10_000 });
    const [one] = await people(1);
    for (let sent = 0; sent < 20; sent += 1) one?.send(echo.port, 600);
    await waitFor(() => outcome('no_memory') === 10, { what: 'ten refusals' });
    expect(echo.bytes).toBe(10_000);
    await waitFor(() => outcome('answered') === 10, { what: 'ten answers' });
    one?.send(echo.port, 600);
    await waitFor(() => one?.back.length === 11, { what: 'one more' });
  });

  it('answers with as many bytes as it was asked with, once, and nothing that is too large', async () => {
    await listen({ delayMs: 20 });
    const [one] = await people(1);
    for (const bytes of [4, 100, 1472, 1473, 9000]) one?.send(echo.port, bytes);
    await waitFor(() => one?.back.length === 3 && outcome('too_large') === 2, { what: 'three answers' });
    expect(one?.back.map(({ bytes }) => bytes)).toEqual([4, 100, 1472]);
  });

  it('does not answer another echo, with which it would talk for ever', async () => {
    await listen({ delayMs: 20 });
    const forger = createSocket('udp4');
    forger.bind(echo.port, '127.0.0.10');
    await once(forger, 'listening');
    forger.send('hello', echo.port, HOST);
    await waitFor(() => outcome('service_port') === 1, { what: 'the refusal' });
    forger.close();
  });
});
