import { useState } from 'react';
import { type TileRank, orderTiles } from '../layout/tile-order.js';

/** The order of tiles, as little changed from what was shown before as can be. */
export function useTileOrder(ranks: readonly TileRank[], pageSize: number): readonly string[] {
  const [shown, setShown] = useState<readonly string[]>([]);
  const next = orderTiles(shown, ranks, pageSize);
  const same = next.length === shown.length && next.every((id, index) => id === shown[index]);
  // React's way to keep something of the last rendering: set while rendering, at most once, since the order settles.
  if (!same) setShown(next);
  return same ? shown : next;
}
