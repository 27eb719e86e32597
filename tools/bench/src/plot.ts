/** One line of a plot, drawn in steps: a value holds until the next. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly dashed?: boolean;
  /** Seconds, and a value in the panel's unit. */
  readonly points: readonly (readonly [number, number])[];
}

export interface Panel {
  readonly title: string;
  /** The top of the scale; its bottom is 0. */
  readonly maximum: number;
  readonly ticks: readonly number[];
  readonly series: readonly Series[];
}

const WIDTH = 900;
const PANEL_HEIGHT = 150;
const LEFT = 64;
const RIGHT = 16;
const TITLE = 26;
const GAP = 20;

/** Draws panels above one another over the same time, as SVG. @param seconds length of the time axis */
export function plot(title: string, seconds: number, panels: readonly Panel[]): string {
  const height = TITLE + panels.length * (PANEL_HEIGHT + TITLE + GAP) + 24;
  const x = (second: number): number => LEFT + (second / seconds) * (WIDTH - LEFT - RIGHT);
  const body = panels.map((panel, index) => drawPanel(panel, TITLE + index * (PANEL_HEIGHT + TITLE + GAP), x, seconds));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12" fill="#1d232b">
<title>${title}</title>
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="${LEFT}" y="18" font-size="14" font-weight="600">${title}</text>
${body.join('\n')}
<text x="${WIDTH - RIGHT}" y="${height - 8}" text-anchor="end">seconds</text>
</svg>
`;
}

function drawPanel(
  { title, maximum, ticks, series }: Panel,
  top: number,
  x: (second: number) => number,
  seconds: number,
): string {
  const y = (value: number): number => top + TITLE + PANEL_HEIGHT * (1 - Math.min(value, maximum) / maximum);
  const lines = ticks.map(
    (tick) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(tick)}" y2="${y(tick)}" stroke="#dfe3e8"/><text x="${LEFT - 8}" y="${y(tick) + 4}" text-anchor="end">${tick}</text>`,
  );
  const times = Array.from({ length: Math.floor(seconds / 10) + 1 }, (_, index) => index * 10).map(
    (second) =>
      `<text x="${x(second)}" y="${top + TITLE + PANEL_HEIGHT + 14}" text-anchor="middle" fill="#5c6773">${second}</text>`,
  );
  const names = series.map(
    ({ name, colour, dashed }, index) =>
      `<line x1="${LEFT + 250 + index * 210}" x2="${LEFT + 274 + index * 210}" y1="${top + 14}" y2="${top + 14}" stroke="${colour}" stroke-width="2"${dash(dashed)}/><text x="${LEFT + 280 + index * 210}" y="${top + 18}">${name}</text>`,
  );
  const drawn = series.map(
    ({ colour, dashed, points }) =>
      `<path d="${stepsThrough(points.map(([second, value]) => [x(second), y(value)] as const))}" fill="none" stroke="${colour}" stroke-width="2"${dash(dashed)}/>`,
  );
  return [
    `<text x="${LEFT}" y="${top + 18}" font-weight="600">${title}</text>`,
    ...lines,
    ...times,
    ...names,
    ...drawn,
  ].join('\n');
}

function dash(dashed = false): string {
  return dashed ? ' stroke-dasharray="6 4"' : '';
}

function stepsThrough(points: readonly (readonly [number, number])[]): string {
  return points
    .map(([x, y], index) => (index === 0 ? `M${x.toFixed(1)} ${y.toFixed(1)}` : `H${x.toFixed(1)}V${y.toFixed(1)}`))
    .join('');
}
