export * as authV1 from './generated/videocall/auth/v1/auth.js';
export * as callV1 from './call-v1.js';
export * as echoTestV1 from './generated/videocall/echo_test/v1/echo_test.js';
export * as eventsV1 from './generated/videocall/events/v1/events.js';
export * as recordingV1 from './generated/videocall/recording/v1/recording_service.js';
export * as sfuV1 from './sfu-v1.js';
export { grpcPackageDefinition, type GrpcServiceDefinition } from './package-definition.js';
