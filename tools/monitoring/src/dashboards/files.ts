import { join } from 'node:path';
import { repositoryRoot } from '../repository.ts';
import { type Dashboard, dashboardJson } from './dashboard.ts';

/** Where Grafana reads a dashboard from. */
export const dashboardFile = ({ id }: Dashboard): string =>
  join(repositoryRoot, 'deploy/grafana/dashboards', `${id}.json`);

/** What its file holds. */
export const dashboardText = (dashboard: Dashboard): string => `${JSON.stringify(dashboardJson(dashboard), null, 2)}\n`;
