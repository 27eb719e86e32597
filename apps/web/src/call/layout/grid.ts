/** The shapes and sizes a tile may take. */
export interface GridRules {
  /** Pixels between tiles. */
  readonly gap: number;
  /** Narrowest and widest width ÷ height of a tile. */
  readonly minAspect: number;
  readonly maxAspect: number;
  /** Pixels under which a tile is no use. */
  readonly minWidth: number;
  readonly minHeight: number;
  /** Most tiles on one page. */
  readonly maxTiles: number;
}

export interface GridSize {
  readonly width: number;
  readonly height: number;
}

export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
}

const WIDE = 16 / 9;
const PHONE_BELOW = 600;
const TABLET_BELOW = 1024;

/** The rules for a stage of this size in CSS pixels. */
export function rulesFor(stage: GridSize): GridRules {
  const phone = Math.min(stage.width, stage.height) < PHONE_BELOW && stage.width < TABLET_BELOW;
  if (phone) {
    const portrait = stage.height > stage.width;
    return {
      gap: 8,
      minAspect: portrait ? 3 / 4 : WIDE,
      maxAspect: portrait ? 1 : WIDE,
      minWidth: portrait ? 120 : 160,
      minHeight: 120,
      maxTiles: 6,
    };
  }
  const maxTiles = stage.width < TABLET_BELOW ? 9 : 25;
  return { gap: 8, minAspect: WIDE, maxAspect: WIDE, minWidth: 240, minHeight: 135, maxTiles };
}

/** Areas closer than this share count as equal, so that the grid does not flip between two shapes while a window is dragged. */
const TIE = 0.02;

/**
 * The columns and tile size that give `count` tiles the largest area on the stage. A tie keeps `currentColumns`.
 */
export function layOut(count: number, stage: GridSize, rules: GridRules, currentColumns?: number): Grid {
  let best: Grid | undefined;
  for (let columns = 1; columns <= Math.max(1, count); columns += 1) {
    const grid = withColumns(columns, count, stage, rules);
    const area = grid.tileWidth * grid.tileHeight;
    const bestArea = best ? best.tileWidth * best.tileHeight : 0;
    const wins =
      columns === currentColumns
        ? area >= bestArea * (1 - TIE)
        : area > bestArea * (best?.columns === currentColumns ? 1 + TIE : 1);
    if (best === undefined || wins) best = grid;
  }
  return best ?? withColumns(1, 1, stage, rules);
}

/** How many of `count` tiles one page shows: all that keep the minimum size, at least one. */
export function pageCapacity(count: number, stage: GridSize, rules: GridRules): number {
  for (let tiles = Math.min(count, rules.maxTiles); tiles > 1; tiles -= 1) {
    const { tileWidth, tileHeight } = layOut(tiles, stage, rules);
    if (tileWidth >= rules.minWidth && tileHeight >= rules.minHeight) return tiles;
  }
  return 1;
}

function withColumns(columns: number, count: number, stage: GridSize, rules: GridRules): Grid {
  const rows = Math.max(1, Math.ceil(count / columns));
  const cellWidth = Math.max(0, (stage.width - rules.gap * (columns - 1)) / columns);
  const cellHeight = Math.max(0, (stage.height - rules.gap * (rows - 1)) / rows);
  const tileWidth = Math.floor(Math.min(cellWidth, cellHeight * rules.maxAspect));
  const tileHeight = Math.floor(Math.min(cellHeight, tileWidth / rules.minAspect));
  return { columns, rows, tileWidth, tileHeight };
}
