import { api } from './api.ts';
import { capacity } from './capacity.ts';
import type { Dashboard } from './dashboard.ts';
import { host } from './host.ts';
import { overview } from './overview.ts';
import { quality } from './quality.ts';
import { recorder } from './recorder.ts';
import { sfu } from './sfu.ts';

/** What Grafana is provisioned with. */
export const DASHBOARDS: readonly Dashboard[] = [overview, quality, sfu, recorder, api, host, capacity];
