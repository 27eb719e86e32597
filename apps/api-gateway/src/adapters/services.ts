import { Metadata } from '@grpc/grpc-js';
import { authV1, callV1, echoTestV1, recordingV1 } from '@videocall/contracts';
import { createGrpcClient, type CallOptions, type GrpcClient, type TlsMaterial } from '@videocall/platform-grpc';
import type { Caller } from './access-tokens.js';

/** Milliseconds that a request to a service may take, tries while it restarts included. */
const DEADLINE_MS = 10_000;
/** The same for the recorder: who looks at recordings is told soon that they cannot be seen just now. */
const RECORDER_DEADLINE_MS = 5_000;

export type AuthService = GrpcClient<authV1.AuthServiceClient>;
export type EchoTest = GrpcClient<echoTestV1.EchoTestServiceClient>;
/** The orchestrator's services, as one. */
export type Orchestrator = Omit<GrpcClient<callV1.CallServiceClient>, 'streamMedia' | 'close'> &
  GrpcClient<callV1.CallControlServiceClient> &
  GrpcClient<callV1.MaintenanceServiceClient> &
  GrpcClient<callV1.CapacityServiceClient>;
export type RecordingService = GrpcClient<recordingV1.RecordingServiceClient>;

/** Names by which Nest injects the services. */
export const AUTH_SERVICE = Symbol('auth');
export const ORCHESTRATOR = Symbol('call-orchestrator');
export const ECHO_TEST = Symbol('echo-test');
export const RECORDER = Symbol('recorder');

export function connectAuth(address: string, tls: TlsMaterial): AuthService {
  return createGrpcClient(authV1.AuthServiceClient, {
    address,
    tls,
    serverName: 'auth',
    defaultDeadlineMs: DEADLINE_MS,
  });
}

export function connectEchoTest(address: string, tls: TlsMaterial): EchoTest {
  return createGrpcClient(echoTestV1.EchoTestServiceClient, {
    address,
    tls,
    serverName: 'echo-test',
    defaultDeadlineMs: DEADLINE_MS,
  });
}

export function connectOrchestrator(address: string, tls: TlsMaterial): Orchestrator {
  const options = { address, tls, serverName: 'call-orchestrator', defaultDeadlineMs: DEADLINE_MS };
  const calls = createGrpcClient(callV1.CallServiceClient, options);
  const control = createGrpcClient(callV1.CallControlServiceClient, options);
  const maintenance = createGrpcClient(callV1.MaintenanceServiceClient, options);
  const capacity = createGrpcClient(callV1.CapacityServiceClient, options);
  return {
    ...calls,
    ...control,
    ...maintenance,
    ...capacity,
    close() {
      calls.close();
      control.close();
      maintenance.close();
      capacity.close();
    },
  };
}

export function connectRecorder(address: string, tls: TlsMaterial): RecordingService {
  return createGrpcClient(recordingV1.RecordingServiceClient, {
    address,
    tls,
    serverName: 'recorder',
    defaultDeadlineMs: RECORDER_DEADLINE_MS,
  });
}

/** Options of a call made for somebody, whom the service verifies again; or for nobody known. */
export function onBehalfOf(caller: Caller | undefined): CallOptions {
  const metadata = new Metadata();
  if (caller) metadata.set('authorization', `Bearer ${caller.accessToken}`);
  return { metadata };
}

/** The same for what may be repeated: reads, and mutations that carry a request id (CALL-5). */
export function repeatably(caller: Caller | undefined): CallOptions {
  return { ...onBehalfOf(caller), idempotent: true };
}
