export { createCallClient, type CallClient, type CallClientOptions } from './call-client.js';
export { CallError, type ClientReason, type KnownReason } from './call-error.js';
export type { ActiveCall } from './call/active-call.js';
export type { ReloadRecord } from './call/reload-record.js';
export { callKeyOf, createCallKey, fragmentOf } from './encryption/call-key.js';
export { canEncryptMedia } from './encryption/media-encryption.js';
export {
  canShareScreen,
  captureCamera,
  captureMicrophone,
  type CameraOptions,
  type MicrophoneOptions,
} from './devices/capture.js';
export { DeviceError, type DeviceKind, type DeviceProblem } from './devices/device-error.js';
export {
  canSelectSpeaker,
  devicePermission,
  DeviceWatch,
  listDevices,
  type DeviceList,
  type Permission,
} from './devices/devices.js';
export { createLevelMeter, type LevelMeter } from './devices/level-meter.js';
export type { MediaProtocol } from './media/only-over.js';
export type { EntryOptions, JoinOptions, LocalTrackInput } from './join-options.js';
export type { GetAccessToken } from './signalling/access-tokens.js';
export type {
  ActiveCallState,
  ChatEntry,
  ConnectionPhase,
  ConnectionQuality,
  EncryptionView,
  EndedReason,
  LocalTrackView,
  Notice,
  ParticipantView,
  TrackView,
} from './state/active-call-state.js';
export type { CallStatistics, DirectionStatistics, TrackStatistics } from './statistics/call-statistics.js';
export type { CallRecordingState } from '@videocall/signalling';
export { Store, type ReadableStore } from './store.js';
export { TIMING_MARKS } from './timing.js';
