export { docker } from './engine/daemon.ts';
export { whyNoLab } from './engine/requirements.ts';
export { LabHost } from './host.ts';
export { buildBaseImages } from './images/build-base-images.ts';
export { DOMAIN, outside, startEngine, stopLab, vps } from './lab.ts';
export { runningLab } from './lab-state.ts';
export type { Machine } from './machine/machine.ts';
export { bootVps, type VpsOptions } from './machine/machines.ts';
export { setNames } from './network/names.ts';
