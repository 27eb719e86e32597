// npm run dashboards: writes deploy/grafana/dashboards from their definitions here.
import { writeFileSync } from 'node:fs';
import { dashboardFile, dashboardText } from './dashboards/files.ts';
import { DASHBOARDS } from './dashboards/index.ts';

for (const dashboard of DASHBOARDS) {
  writeFileSync(dashboardFile(dashboard), dashboardText(dashboard));
  process.stdout.write(`${dashboard.title}: ${dashboardFile(dashboard)}\n`);
}
