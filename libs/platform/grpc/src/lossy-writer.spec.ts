import { LossyWriter } from './lossy-writer.js';

interface Message {
  readonly track?: string;
  readonly number: number;
}

const MAX_WAITING = 4;

/** A stream whose reader takes as many messages as it is given room for. */
class Reader {
  readonly read: Message[] = [];
  room = 0;
  #onDrain = (): void => undefined;

  write(message: Message): boolean {
    this.read.push(message);
    this.room -= 1;
    return this.room > 0;
  }

  on(_event: 'drain', listener: () => void): void {
    this.#onDrain = listener;
  }

  take(room: number): void {
    this.room = room;
    this.#onDrain();
  }
}

describe('media towards a reader', () => {
  let reader: Reader;
  let overflows: number;
  let writer: LossyWriter<Message>;
  const media = (number: number, track = 'trk_1'): Message => ({ track, number });

  beforeEach(() => {
    reader = new Reader();
    overflows = 0;
    writer = new LossyWriter<Message>(reader, {
      maxWaiting: MAX_WAITING,
      trackOf: ({ track }) => track,
      loss: (trackId, count) => ({ track: `lost ${trackId}`, number: count }),
      onOverflow: () => (overflows += 1),
    });
  });

  it('goes through at once while it is read', () => {
    reader.room = 10;
    for (const number of [1, 2, 3]) writer.write(media(number));
    expect(reader.read).toEqual([media(1), media(2), media(3)]);
    expect(writer.waiting).toBe(0);
  });

  it('waits for a slow reader, and then comes in its order', () => {
    for (const number of [1, 2, 3]) writer.write(media(number));
    expect(reader.read).toEqual([media(1)]);
    reader.take(1);
    reader.take(10);
    expect(reader.read).toEqual([media(1), media(2), media(3)]);
  });

  it('loses its oldest beyond the bound, and the reader is told first how much', () => {
    for (let number = 1; number <= 100; number += 1) writer.write(media(number, number % 2 ? 'trk_1' : 'trk_2'));
    expect(writer.waiting).toBe(MAX_WAITING);
    reader.take(100);
    expect(reader.read.slice(1)).toEqual([
      { track: 'lost trk_2', number: 48 },
      { track: 'lost trk_1', number: 47 },
      media(97, 'trk_1'),
      media(98, 'trk_2'),
      media(99, 'trk_1'),
      media(100, 'trk_2'),
    ]);
    writer.write(media(101));
    expect(reader.read.at(-1)).toEqual(media(101));
  });

  it('tells each loss once, however often the reader stops in between', () => {
    for (let number = 1; number <= 10; number += 1) writer.write(media(number, `trk_${number % 3}`));
    for (let turn = 0; turn < 12; turn += 1) reader.take(1);
    const losses = reader.read.filter(({ track }) => track?.startsWith('lost'));
    expect(losses.reduce((sum, { number }) => sum + number, 0)).toBe(5);
    expect(new Set(losses.map(({ track }) => track)).size).toBe(losses.length);
  });

  it('never loses what must arrive; too much of that is told', () => {
    writer.write(media(0));
    for (let number = 1; number <= MAX_WAITING; number += 1) writer.write({ number });
    writer.write(media(9));
    expect(overflows).toBe(0);
    writer.write({ number: 5 });
    expect(overflows).toBe(1);
    reader.take(100);
    expect(reader.read.flatMap(({ track, number }) => (track === undefined ? number : []))).toEqual([1, 2, 3, 4, 5]);
  });
});
