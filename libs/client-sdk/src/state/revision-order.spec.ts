import fc from 'fast-check';
import { RevisionOrder } from './revision-order.js';

describe('RevisionOrder', () => {
  it('delivers each revision once and in order, whatever order they come in and however often', () => {
    const stream = fc
      .integer({ min: 1, max: 30 })
      .chain((length) =>
        fc.tuple(
          fc.constant(length),
          fc.shuffledSubarray([...Array(length).keys()], { minLength: length }),
          fc.array(fc.nat(length - 1)),
        ),
      );
    fc.assert(
      fc.property(stream, fc.nat(100), ([length, order, repeated], start) => {
        const revisions = new RevisionOrder<number>();
        revisions.continueFrom(start);
        const delivered = [...order, ...repeated].flatMap((step) =>
          revisions.accept(start + 1 + step, start + 1 + step),
        );
        expect(delivered).toEqual([...Array(length).keys()].map((step) => start + 1 + step));
        expect(revisions.gap).toBe(false);
      }),
    );
  });

  it('says that there is a gap exactly while something waits for what is missing', () => {
    const revisions = new RevisionOrder<string>();
    revisions.continueFrom(5);
    expect(revisions.accept(7, 'seven')).toEqual([]);
    expect(revisions.gap).toBe(true);
    expect(revisions.accept(6, 'six')).toEqual(['six', 'seven']);
    expect(revisions.gap).toBe(false);
  });

  it('keeps what comes before the first snapshot until that comes', () => {
    const revisions = new RevisionOrder<string>();
    expect([revisions.accept(3, 'three'), revisions.accept(4, 'four')]).toEqual([[], []]);
    expect(revisions.continueFrom(3)).toEqual(['four']);
  });

  it('leaves a snapshot that knows less than is known', () => {
    const revisions = new RevisionOrder<string>();
    revisions.continueFrom(5);
    revisions.accept(6, 'six');
    expect(revisions.continueFrom(5)).toBeUndefined();
    expect(revisions.accept(7, 'seven')).toEqual(['seven']);
  });

  it('takes any snapshot after an interruption: a new media server counts from the start', () => {
    const revisions = new RevisionOrder<string>();
    revisions.continueFrom(500);
    revisions.interrupt();
    expect(revisions.continueFrom(1)).toEqual([]);
    expect(revisions.accept(2, 'two')).toEqual(['two']);
  });
});
