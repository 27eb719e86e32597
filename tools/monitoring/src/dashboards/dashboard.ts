/** Grafana's names of units. */
export type Unit =
  | 'short'
  | 'percentunit'
  | 's'
  | 'ms'
  | 'bytes'
  | 'Bps'
  | 'bps'
  | 'reqps'
  | 'ops'
  | 'dateTimeFromNow'
  | 'none';

export interface Query {
  readonly expr: string;
  /** What a line is called, from its labels: `{{service}}`. */
  readonly legend?: string;
}

export interface Panel {
  readonly title: string;
  /** What it shows and what is normal. */
  readonly description?: string;
  /** One figure, or lines over time. */
  readonly kind: 'figure' | 'lines';
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** From which values on it is orange and red; below `good` where small is bad. */
  readonly limits?: { readonly warn: number; readonly bad: number };
  /** Columns of 24. */
  readonly width: number;
  readonly stacked?: boolean;
}

export interface Dashboard {
  /** Its file's name and its address in Grafana. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly rows: readonly { readonly title: string; readonly panels: readonly Panel[] }[];
}

const COLUMNS = 24;
const HEIGHT = { figure: 4, lines: 8 } as const;
const DATASOURCE = { type: 'prometheus', uid: 'prometheus' };

/** Every query of a dashboard. */
export function queriesOf({ rows }: Dashboard): string[] {
  return rows.flatMap(({ panels }) => panels.flatMap(({ queries }) => queries.map(({ expr }) => expr)));
}

/** Where few is bad, the limits go down: {@link Panel.limits} with `warn` above `bad`. */
function steps(limits: Panel['limits']): object[] {
  if (!limits) return [{ color: 'green', value: null }];
  const { warn, bad } = limits;
  if (warn <= bad)
    return [
      { color: 'green', value: null },
      { color: 'orange', value: warn },
      { color: 'red', value: bad },
    ];
  return [
    { color: 'red', value: null },
    { color: 'orange', value: bad },
    { color: 'green', value: warn },
  ];
}

function options(kind: Panel['kind']): object {
  if (kind === 'figure')
    return { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'value', graphMode: 'area', textMode: 'auto' };
  return {
    legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
    tooltip: { mode: 'multi', sort: 'desc' },
  };
}

function lineStyle({ kind, stacked, limits }: Panel): object {
  if (kind === 'figure') return {};
  return {
    lineWidth: 1,
    fillOpacity: stacked ? 30 : 8,
    showPoints: 'never',
    spanNulls: 60_000,
    stacking: { mode: stacked ? 'normal' : 'none' },
    thresholdsStyle: { mode: limits ? 'line' : 'off' },
  };
}

function panelJson(panel: Panel, id: number, x: number, y: number): object {
  const { title, description, kind, unit, queries, limits, width } = panel;
  return {
    id,
    type: kind === 'figure' ? 'stat' : 'timeseries',
    title,
    description: description ?? '',
    datasource: DATASOURCE,
    gridPos: { x, y, w: width, h: HEIGHT[kind] },
    fieldConfig: {
      defaults: {
        unit,
        ...(unit === 'percentunit' ? { min: 0, max: 1 } : unit === 'dateTimeFromNow' ? {} : { min: 0 }),
        thresholds: { mode: 'absolute', steps: steps(limits) },
        color: { mode: kind === 'figure' ? 'thresholds' : 'palette-classic' },
        custom: lineStyle(panel),
      },
      overrides: [],
    },
    options: options(kind),
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode(65 + index),
      datasource: DATASOURCE,
      expr,
      legendFormat: legend ?? title,
      instant: false,
      range: true,
    })),
  };
}

/** A dashboard as Grafana reads it from a file: its panels put into rows from left to right. */
export function dashboardJson({ id, title, description, rows }: Dashboard): object {
  const panels: object[] = [];
  let y = 0;
  for (const row of rows) {
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title: row.title,
      collapsed: false,
      gridPos: { x: 0, y, w: COLUMNS, h: 1 },
      panels: [],
    });
    y += 1;
    let x = 0;
    let height = 0;
    for (const panel of row.panels) {
      if (x + panel.width > COLUMNS) {
        y += height;
        x = 0;
        height = 0;
      }
      panels.push(panelJson(panel, panels.length + 1, x, y));
      x += panel.width;
      height = Math.max(height, HEIGHT[panel.kind]);
    }
    y += height;
  }
  return {
    uid: id,
    title,
    description,
    tags: ['videocall'],
    editable: false,
    graphTooltip: 1,
    refresh: '30s',
    schemaVersion: 39,
    time: { from: 'now-3h', to: 'now' },
    timezone: 'browser',
    links: [{ type: 'dashboards', title: 'Videocall', tags: ['videocall'], asDropdown: true, keepTime: true }],
    panels,
  };
}
