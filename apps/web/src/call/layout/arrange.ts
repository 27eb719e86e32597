import { type GridSize, type GridRules, layOut, pageCapacity } from './grid.js';

/** Where a tile is on the stage, in CSS pixels. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Arrangement {
  /** One for each tile shown, in their order. */
  readonly rects: readonly Rect[];
  /** The large tile beside them, if there is one. */
  readonly large: Rect | undefined;
  /** To be kept when the next arrangement is as good with it. */
  readonly columns: number;
  /** Tiles on a page. */
  readonly pageSize: number;
}

/** The share of the stage's width that a large tile gets at least. */
const LARGE_SHARE = 0.78;
const STRIP_MOST = 300;

/**
 * Equal tiles over the whole stage, the last row centred.
 *
 * @param count tiles there are, on all pages together
 * @param page from 0
 */
export function arrangeGrid(
  count: number,
  page: number,
  stage: GridSize,
  rules: GridRules,
  currentColumns: number | undefined,
): Arrangement {
  const pageSize = pageCapacity(count, stage, rules);
  // One alone fills the stage, whatever its shape.
  if (count === 1) return { rects: [{ x: 0, y: 0, ...stage }], large: undefined, columns: 1, pageSize };
  const shown = Math.max(0, Math.min(pageSize, count - page * pageSize));
  // A last page with fewer tiles keeps the size of the others.
  const grid = layOut(page === 0 ? shown : pageSize, stage, rules, currentColumns);
  const rows = Math.ceil(shown / grid.columns);
  const top = (stage.height - rows * grid.tileHeight - (rows - 1) * rules.gap) / 2;
  const rects = Array.from({ length: shown }, (_, index) => {
    const row = Math.floor(index / grid.columns);
    const inRow = row === rows - 1 ? shown - row * grid.columns : grid.columns;
    const left = (stage.width - inRow * grid.tileWidth - (inRow - 1) * rules.gap) / 2;
    return {
      x: Math.round(left + (index % grid.columns) * (grid.tileWidth + rules.gap)),
      y: Math.round(top + row * (grid.tileHeight + rules.gap)),
      width: grid.tileWidth,
      height: grid.tileHeight,
    };
  });
  return { rects, large: undefined, columns: grid.columns, pageSize };
}

/**
 * One large tile (a shared screen, or who speaks) and the others in a strip: at the right; on a phone held upright below; on a phone
 * held sideways there is room for the large one only.
 */
export function arrangeFocus(count: number, page: number, stage: GridSize, rules: GridRules): Arrangement {
  const whole = { x: 0, y: 0, width: stage.width, height: stage.height };
  const phone = rules.maxTiles <= 6;
  if (count === 0 || (phone && stage.width > stage.height))
    return { rects: [], large: whole, columns: 1, pageSize: Math.max(1, count) };
  return phone || stage.width < stage.height
    ? focusAbove(count, page, stage, rules)
    : focusBeside(count, page, stage, rules);
}

function focusBeside(count: number, page: number, stage: GridSize, rules: GridRules): Arrangement {
  const width = Math.floor(Math.min(STRIP_MOST, stage.width * (1 - LARGE_SHARE)));
  const height = Math.floor((width * 9) / 16);
  const pageSize = Math.max(1, Math.floor((stage.height + rules.gap) / (height + rules.gap)));
  const shown = Math.max(0, Math.min(pageSize, count - page * pageSize));
  const top = (stage.height - shown * height - (shown - 1) * rules.gap) / 2;
  const x = stage.width - width;
  return {
    large: { x: 0, y: 0, width: x - rules.gap, height: stage.height },
    rects: Array.from({ length: shown }, (_, row) => ({
      x,
      y: Math.round(top + row * (height + rules.gap)),
      width,
      height,
    })),
    columns: 1,
    pageSize,
  };
}

function focusAbove(count: number, page: number, stage: GridSize, rules: GridRules): Arrangement {
  const largeHeight = Math.floor(Math.min(stage.height * 0.6, Math.max(stage.width * (3 / 4), stage.height * 0.45)));
  const rest = { width: stage.width, height: stage.height - largeHeight - rules.gap };
  const below = arrangeGrid(
    count,
    page,
    rest,
    { ...rules, maxTiles: Math.min(4, rules.maxTiles), minAspect: 1 },
    undefined,
  );
  return {
    ...below,
    large: { x: 0, y: 0, width: stage.width, height: largeHeight },
    rects: below.rects.map((rect) => ({ ...rect, y: rect.y + largeHeight + rules.gap })),
  };
}

/** The most of a camera's picture that may be cut off to fill its tile. */
const MOST_CROPPED = 0.15;

/**
 * How a picture goes into its tile: filling it where that cuts off little, whole otherwise. Screens are never cut.
 *
 * @param picture 0 × 0 where nothing is known yet
 */
export function fitOf(picture: GridSize, tile: GridSize, source: 'CAMERA' | 'SCREEN'): 'cover' | 'contain' {
  if (source === 'SCREEN') return 'contain';
  if (picture.width === 0 || picture.height === 0 || tile.width === 0 || tile.height === 0) return 'cover';
  const ratio = picture.width / picture.height / (tile.width / tile.height);
  return 1 - Math.min(ratio, 1 / ratio) <= MOST_CROPPED ? 'cover' : 'contain';
}
