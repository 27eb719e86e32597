/** What decides whether a participant is on the first page. */
export interface TileRank {
  readonly id: string;
  readonly pinned: boolean;
  readonly handRaised: boolean;
  /** Spoke lately (see SpeakerPromotion). */
  readonly speaker: boolean;
  readonly camera: boolean;
  /** Milliseconds since the epoch. */
  readonly joinedAt: number;
}

/**
 * The order of tiles, changed as little as can be: who is still here stays where they were, newcomers go to the end, and somebody who
 * belongs on the first page swaps places with the one there who belongs there least.
 *
 * @param previous ids in the order shown so far
 * @param pageSize tiles on the first page
 */
export function orderTiles(previous: readonly string[], ranks: readonly TileRank[], pageSize: number): string[] {
  const present = new Map(ranks.map((rank) => [rank.id, rank]));
  const staying = previous.filter((id) => present.has(id));
  const known = new Set(staying);
  const newcomers = ranks.filter((rank) => !known.has(rank.id)).sort((a, b) => a.joinedAt - b.joinedAt);
  const order = [...staying, ...newcomers.map((rank) => rank.id)];
  if (order.length <= pageSize) return order;

  const byRank = [...ranks].sort(compareRanks).map((rank) => rank.id);
  const belong = new Set(byRank.slice(0, pageSize));
  const leaving = order
    .map((id, index) => ({ id, index }))
    .filter(({ id, index }) => index < pageSize && !belong.has(id))
    .sort((a, b) => byRank.indexOf(b.id) - byRank.indexOf(a.id));
  const entering = byRank.filter((id) => belong.has(id) && order.indexOf(id) >= pageSize);
  for (const id of entering) {
    const place = leaving.shift();
    if (!place) break;
    const from = order.indexOf(id);
    order[from] = place.id;
    order[place.index] = id;
  }
  return order;
}

function compareRanks(a: TileRank, b: TileRank): number {
  return (
    Number(b.pinned) - Number(a.pinned) ||
    Number(b.handRaised) - Number(a.handRaised) ||
    Number(b.speaker) - Number(a.speaker) ||
    Number(b.camera) - Number(a.camera) ||
    a.joinedAt - b.joinedAt ||
    (a.id < b.id ? -1 : 1)
  );
}
