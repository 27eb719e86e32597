import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { queriesOf } from './dashboard.ts';
import { dashboardFile, dashboardText } from './files.ts';
import { DASHBOARDS } from './index.ts';
import { metricsIn } from '../promql.ts';
import { readRules } from '../rules.ts';

interface GrafanaPanel {
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

describe('the dashboards that Grafana is provisioned with', () => {
  it.each(DASHBOARDS)('$title is in its file as it is defined; if not: npm run dashboards', (dashboard) => {
    expect(readFileSync(dashboardFile(dashboard), 'utf8')).toBe(dashboardText(dashboard));
  });

  it('are all the files there are', () => {
    const [first] = DASHBOARDS;
    expect(first).toBeDefined();
    const folder = dirname(first ? dashboardFile(first) : '');
    expect(readdirSync(folder).sort()).toEqual(DASHBOARDS.map((each) => basename(dashboardFile(each))).sort());
  });

  it.each(DASHBOARDS)('$title asks in PromQL, and for what rules record only what they do record', (dashboard) => {
    const recorded = new Set(readRules().records.map(({ record }) => record));
    const asked = queriesOf(dashboard).flatMap(metricsIn);
    expect(asked).not.toEqual([]);
    expect(asked.filter((name) => name.includes(':') && !recorded.has(name))).toEqual([]);
  });

  it.each(DASHBOARDS)('$title lays no panel over another', (dashboard) => {
    const { panels } = JSON.parse(dashboardText(dashboard)) as { readonly panels: readonly GrafanaPanel[] };
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)}:${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
  });
});
