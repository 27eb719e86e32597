// What needs no WebRTC stack is exported apart: `./rest`, `./signalling-client`.
export type { Arrived } from './received-media.ts';
export { openTone, type Picture, type SyntheticTrack } from './synthetic-media.ts';
export type { Route, Way } from './route.ts';
export { SyntheticParticipant, type SyntheticOptions } from './synthetic-participant.ts';
