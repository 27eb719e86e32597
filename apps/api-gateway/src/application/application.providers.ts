import type { Provider } from '@nestjs/common';
import { getToken, makeHistogramProvider } from '@willsoto/nestjs-prometheus';
import { LATENCY_BUCKETS } from '@videocall/platform-metrics';
import { Grants } from '../adapters/grants.js';
import { AUTH_SERVICE, ORCHESTRATOR } from '../adapters/services.js';
import { SfuNodes } from '../adapters/sfu-nodes.js';
import { CallEntrance } from './call-entrance.js';
import { CreateGuest } from './create-guest.js';
import { EndExpired } from './end-expired.js';
import { JoinCall } from './join-call.js';
import { JOIN_TIMES, JoinTimes } from './join-times.js';
import { LeaveCall } from './leave-call.js';
import { LiveCalls } from './live-calls.js';
import { MediaStreams } from './media-streams.js';
import { OpenMedia } from './open-media.js';
import { RelayEvents } from './relay-events.js';
import { RenewTicket } from './renew-ticket.js';
import { ResumeCall } from './resume-call.js';
import { SignalMedia } from './signal-media.js';
import { TakeSnapshot } from './take-snapshot.js';

/** The use cases, which know nothing of Nest, and what each is made of. */
export const applicationProviders: Provider[] = [
  LiveCalls,
  MediaStreams,
  makeHistogramProvider({
    name: JOIN_TIMES,
    help: 'Time that joins take: admission by the orchestrator, taking over by the sfu-node, the whole until the reply.',
    labelNames: ['stage'],
    buckets: LATENCY_BUCKETS,
  }),
  made(JoinTimes, getToken(JOIN_TIMES)),
  made(RelayEvents, LiveCalls, MediaStreams),
  made(EndExpired, LiveCalls, MediaStreams),
  made(RenewTicket, ORCHESTRATOR),
  made(SignalMedia, LiveCalls, RenewTicket),
  made(CallEntrance, ORCHESTRATOR, SfuNodes, LiveCalls, RenewTicket, JoinTimes),
  made(JoinCall, ORCHESTRATOR, Grants, CallEntrance, JoinTimes),
  made(ResumeCall, ORCHESTRATOR, CallEntrance),
  made(LeaveCall, ORCHESTRATOR, LiveCalls),
  made(OpenMedia, ORCHESTRATOR, SfuNodes),
  made(TakeSnapshot, ORCHESTRATOR, CallEntrance, SignalMedia),
  made(CreateGuest, AUTH_SERVICE, ORCHESTRATOR),
];

type InjectionToken = symbol | string | (new (...dependencies: never[]) => unknown);

/** @param inject the constructor's parameters, in its order */
function made<Made>(provide: new (...dependencies: never[]) => Made, ...inject: InjectionToken[]): Provider {
  return { provide, inject, useFactory: (...dependencies: never[]) => new provide(...dependencies) };
}
