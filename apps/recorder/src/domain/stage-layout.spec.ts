import { gapOf, layOut, type Rectangle } from './stage-layout.js';

const STAGE = { width: 1280, height: 720 };

const apart = (a: Rectangle, b: Rectangle): boolean =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

describe('where people are on the stage', () => {
  const counts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 16];

  it.each(counts.flatMap((people) => [false, true].map((sharing) => ({ people, sharing }))))(
    'shows $people equal, even, inside and apart (screen shared: $sharing)',
    ({ people, sharing }) => {
      const { tiles, screen, caption } = layOut(STAGE, people, sharing);
      expect(tiles).toHaveLength(people);
      expect(new Set(tiles.map(({ width, height }) => `${width}x${height}`)).size).toBe(1);
      const all = [...tiles, ...(screen ? [screen] : []), ...(caption ? [caption] : [])];
      for (const [index, tile] of all.entries()) {
        for (const value of [tile.x, tile.y, tile.width, tile.height]) expect(value % 2).toBe(0);
        expect(tile.x + tile.width).toBeLessThanOrEqual(STAGE.width);
        expect(tile.y + tile.height).toBeLessThanOrEqual(STAGE.height);
        for (const other of all.slice(index + 1)) expect(apart(tile, other)).toBe(true);
      }
      for (const { width, height } of tiles) expect(Math.abs(width / height - 16 / 9)).toBeLessThan(0.05);
    },
  );

  it('gives one person nearly everything, and two half the width each', () => {
    expect(layOut(STAGE, 1, false).tiles[0]?.width).toBeGreaterThan(1240);
    const [left, right] = layOut(STAGE, 2, false).tiles;
    expect(left?.y).toBe(right?.y);
    expect(left?.width).toBe((STAGE.width - 3 * gapOf(STAGE)) / 2);
  });

  it('centres the last row', () => {
    const [first, second, third] = layOut(STAGE, 3, false).tiles;
    expect(first?.y).toBe(second?.y);
    expect(Math.abs((third?.x ?? 0) - ((first?.x ?? 0) + (second?.x ?? 0)) / 2)).toBeLessThan(2);
  });

  it('gives a shared screen most of the picture, the people a strip at its right', () => {
    const { screen, tiles } = layOut(STAGE, 4, true);
    expect((screen?.width ?? 0) * (screen?.height ?? 0)).toBeGreaterThan(0.7 * STAGE.width * STAGE.height);
    for (const tile of tiles) expect(tile.x).toBeGreaterThanOrEqual((screen?.x ?? 0) + (screen?.width ?? 0));
    expect(new Set(tiles.map(({ x }) => x)).size).toBe(1);
  });

  it('has room for nobody', () => {
    expect(layOut(STAGE, 0, false).tiles).toEqual([]);
    expect(layOut(STAGE, 0, true).screen?.width).toBe(STAGE.width - 2 * gapOf(STAGE));
  });
});
