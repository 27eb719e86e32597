import type { HostFacts } from './host-facts.ts';
import type { DoctorSettings } from './settings.ts';

/** What every check is given. */
export interface Context {
  readonly settings: DoctorSettings;
  readonly facts: HostFacts;
}
