import { callV1 } from '@videocall/contracts';
import type { CapacityActions, CapacityMode } from '../domain/capacity.js';
import type { CapacityCause } from './ports/capacity-table.js';

/** Capacity in the words of `videocall.call.v1`. */
export function capacityModeMessage(mode: CapacityMode): callV1.CapacityMode {
  return callV1.CapacityMode[mode];
}

export function capacityCauseMessage({ resource, level, measured, since }: CapacityCause): callV1.CapacityCause {
  return { resource: callV1.CapacityResource[resource], level, measured, since };
}

export function capacityActionsMessage(actions: CapacityActions): callV1.CapacityActions {
  const { qualityCeiling, callsRefused, recordingsRefused } = actions;
  return {
    qualityCeiling: qualityCeiling ? callV1.QualityProfile[qualityCeiling] : callV1.QualityProfile.UNSPECIFIED,
    callsRefused,
    recordingsRefused,
  };
}
