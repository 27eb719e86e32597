import { callV1 } from '@videocall/contracts';
import type { Capacity } from '@videocall/rest-api';
import { instant } from './instant.js';
import { required } from './required.js';

const MODES = {
  [callV1.CapacityMode.CONSTRAINED]: 'CONSTRAINED',
  [callV1.CapacityMode.DEGRADED]: 'DEGRADED',
} as const;
const RESOURCES = {
  [callV1.CapacityResource.CPU]: 'CPU',
  [callV1.CapacityResource.MEMORY]: 'MEMORY',
  [callV1.CapacityResource.TRAFFIC]: 'TRAFFIC',
  [callV1.CapacityResource.CALLS]: 'CALLS',
} as const;

export function capacityJson({ mode, causes, actions }: callV1.GetCapacityResponse): Capacity {
  const { qualityCeiling, callsRefused, recordingsRefused } = required(actions);
  return {
    mode: nameIn(MODES, mode) ?? 'NORMAL',
    // A resource that this version does not know is left out.
    causes: causes.flatMap(({ resource, level, measured, since }) => {
      const name = nameIn(RESOURCES, resource);
      return name ? [{ resource: name, level, measured, since: instant(since) }] : [];
    }),
    actions: { qualityCeiling: ceilingOf(qualityCeiling), callsRefused, recordingsRefused },
  };
}

function ceilingOf(ceiling: callV1.QualityProfile): Capacity['actions']['qualityCeiling'] {
  if (ceiling === callV1.QualityProfile.MEDIUM) return 'MEDIUM';
  return ceiling === callV1.QualityProfile.LOW ? 'LOW' : null;
}

function nameIn<Name extends string>(names: Readonly<Record<string, Name>>, value: string): Name | undefined {
  return names[value];
}
