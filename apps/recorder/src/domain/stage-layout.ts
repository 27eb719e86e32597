/** Of a picture, in pixels; both even, since H.264 in 4:2:0 has no odd ones. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where something is on the stage, in pixels from its upper left; all even. */
export interface Rectangle extends Size {
  readonly x: number;
  readonly y: number;
}

export interface StageLayout {
  /** One for each person, in their order; all of one size. */
  readonly tiles: readonly Rectangle[];
  /** Where the shared screen goes, whatever its shape. */
  readonly screen?: Rectangle;
  /** A line below the shared screen that says whose it is. */
  readonly caption?: Rectangle;
}

const TILE_ASPECT = 16 / 9;
/** Of the stage's width: what lies between tiles, and how wide the strip beside a shared screen is. */
const GAP_SHARE = 1 / 160;
const STRIP_SHARE = 0.18;
const CAPTION_SHARE = 0.05;

const even = (value: number): number => Math.max(2, 2 * Math.floor(value / 2));

/** The space between tiles and around them. */
export function gapOf(stage: Size): number {
  return even(stage.width * GAP_SHARE);
}

/** Equal tiles as large as they can be within an area, the last row centred, the whole centred. */
function grid(area: Rectangle, count: number, gap: number): Rectangle[] {
  let best = { width: 0, height: 0, columns: 1 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const width = (area.width - gap * (columns - 1)) / columns;
    const height = (area.height - gap * (rows - 1)) / rows;
    const fitted = {
      width: even(Math.min(width, height * TILE_ASPECT)),
      height: even(Math.min(height, width / TILE_ASPECT)),
    };
    if (fitted.width > best.width) best = { ...fitted, columns };
  }
  const { width, height, columns } = best;
  const rows = Math.ceil(count / columns);
  const top = area.y + (area.height - rows * height - (rows - 1) * gap) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, count - row * columns);
    const left = area.x + (area.width - inRow * width - (inRow - 1) * gap) / 2;
    return {
      x: even(left + (index % columns) * (width + gap)),
      y: even(top + row * (height + gap)),
      width,
      height,
    };
  });
}

/**
 * Where everything is: a grid of people; with a shared screen that one large, its caption below and the people in a strip
 * at its right.
 * @param people how many are inside, 0 or more
 */
export function layOut(stage: Size, people: number, sharing: boolean): StageLayout {
  const gap = gapOf(stage);
  const inner = { x: gap, y: gap, width: stage.width - 2 * gap, height: stage.height - 2 * gap };
  if (!sharing) return { tiles: grid(inner, people, gap) };
  const stripWidth = people > 0 ? even(stage.width * STRIP_SHARE) : 0;
  const captionHeight = even(stage.height * CAPTION_SHARE);
  const screen = {
    ...inner,
    width: even(inner.width - (stripWidth > 0 ? stripWidth + gap : 0)),
    height: even(inner.height - captionHeight),
  };
  return {
    screen,
    caption: { ...screen, y: screen.y + screen.height, height: captionHeight },
    tiles: grid({ ...inner, x: screen.x + screen.width + gap, width: stripWidth }, people, gap),
  };
}
