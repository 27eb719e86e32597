import type { Provider } from '@nestjs/common';
import { getToken, makeCounterProvider, makeGaugeProvider, makeHistogramProvider } from '@willsoto/nestjs-prometheus';
import { LATENCY_BUCKETS } from '@videocall/platform-metrics';
import { AccessTokens } from '../adapters/access-tokens.js';
import { RequestRates } from '../adapters/request-rates.js';
import { ORCHESTRATOR, type Orchestrator } from '../adapters/services.js';
import { JoinCall } from '../application/join-call.js';
import { LeaveCall } from '../application/leave-call.js';
import { LiveCalls } from '../application/live-calls.js';
import { ResumeCall } from '../application/resume-call.js';
import { SignalMedia } from '../application/signal-media.js';
import { TakeSnapshot } from '../application/take-snapshot.js';
import { allowedOrigins, SETTINGS, type Settings } from '../config/settings.js';
import { TrustedProxies } from '../domain/client-address.js';
import { callMessages } from './call-messages.js';
import { mediaMessages } from './media-messages.js';
import type { MessageHandlers } from './message-handlers.js';
import { CONNECTED_SOCKETS, REFUSALS, SIGNALLING_TIMES, SignallingMetrics } from './signalling-metrics.js';
import { SignallingServer } from './signalling-server.js';

const HANDLERS = Symbol('message-handlers');

/** Socket.IO signalling: what answers its messages, what counts them, who may connect. */
export const signallingProviders: Provider[] = [
  makeHistogramProvider({
    name: SIGNALLING_TIMES,
    help: 'Time to answer a signalling message, by message and outcome (OK or the reason of the refusal).',
    labelNames: ['message', 'outcome'],
    buckets: LATENCY_BUCKETS,
  }),
  makeGaugeProvider({ name: CONNECTED_SOCKETS, help: 'Live clients connected to this gateway.' }),
  makeCounterProvider({ name: REFUSALS, help: 'Refusals by edge and reason.', labelNames: ['edge', 'reason'] }),
  {
    provide: SignallingMetrics,
    inject: [getToken(SIGNALLING_TIMES), getToken(CONNECTED_SOCKETS), getToken(REFUSALS)],
    useFactory: (...metrics: ConstructorParameters<typeof SignallingMetrics>) => new SignallingMetrics(...metrics),
  },
  {
    provide: HANDLERS,
    inject: [AccessTokens, ORCHESTRATOR, JoinCall, ResumeCall, LeaveCall, TakeSnapshot, SignalMedia],
    useFactory: (
      accessTokens: AccessTokens,
      orchestrator: Orchestrator,
      joinCall: JoinCall,
      resumeCall: ResumeCall,
      leaveCall: LeaveCall,
      takeSnapshot: TakeSnapshot,
      signalMedia: SignalMedia,
    ): MessageHandlers => ({
      ...callMessages({ accessTokens, orchestrator, joinCall, resumeCall, leaveCall, takeSnapshot }),
      ...mediaMessages(signalMedia),
    }),
  },
  {
    provide: SignallingServer,
    inject: [SETTINGS, AccessTokens, RequestRates, TrustedProxies, LiveCalls, HANDLERS, SignallingMetrics],
    useFactory: (
      settings: Settings,
      accessTokens: AccessTokens,
      rates: RequestRates,
      proxies: TrustedProxies,
      live: LiveCalls,
      handlers: MessageHandlers,
      metrics: SignallingMetrics,
    ) =>
      new SignallingServer({
        accessTokens,
        rates,
        proxies,
        live,
        handlers,
        metrics,
        allowedOrigins: new Set(allowedOrigins(settings)),
      }),
  },
];
