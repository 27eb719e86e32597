import { type TileRank, orderTiles } from './tile-order.js';

const rank = (id: string, changes: Partial<TileRank> = {}): TileRank => ({
  id,
  pinned: false,
  handRaised: false,
  speaker: false,
  camera: false,
  joinedAt: id.charCodeAt(0),
  ...changes,
});
const everybody = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('orderTiles', () => {
  it('starts by join time', () => {
    expect(orderTiles([], [rank('c'), rank('a'), rank('b')], 9)).toEqual(['a', 'b', 'c']);
  });

  it('moves nobody while all fit on one page, whoever speaks', () => {
    const ranks = everybody.map((id) => rank(id, { speaker: id === 'f' }));
    expect(orderTiles(everybody, ranks, 6)).toEqual(everybody);
  });

  it('swaps a speaker of a later page with the last who has no claim to the first', () => {
    const ranks = everybody.map((id) => rank(id, { speaker: id === 'f', camera: id === 'c' }));
    expect(orderTiles(everybody, ranks, 3)).toEqual(['a', 'f', 'c', 'd', 'e', 'b']);
  });

  it('lets a pin win over a raised hand, and that over a speaker', () => {
    const ranks = everybody.map((id) => rank(id, { speaker: id === 'd', handRaised: id === 'e', pinned: id === 'f' }));
    expect(orderTiles(everybody, ranks, 1)[0]).toBe('f');
    expect(orderTiles(everybody, ranks, 2).slice(0, 2).sort()).toEqual(['e', 'f']);
  });

  it('closes the gap of one who left and puts newcomers last', () => {
    expect(orderTiles(['a', 'b', 'c'], [rank('c'), rank('a'), rank('z')], 9)).toEqual(['a', 'c', 'z']);
  });

  it('settles: the same facts again change nothing', () => {
    const ranks = everybody.map((id) => rank(id, { speaker: id === 'f' || id === 'd' }));
    const once = orderTiles(everybody, ranks, 3);
    expect(orderTiles(once, ranks, 3)).toEqual(once);
  });
});
