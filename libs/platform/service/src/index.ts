export { Readiness, type ReadinessCheck } from './readiness.js';
export { RefusalFilter, refusalOf } from './refusal.filter.js';
export {
  runService,
  startService,
  type RunningService,
  type ServiceOptions,
  type ServiceSettings,
} from './run-service.js';
