import {
  Inject,
  Logger,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { AUTH_EVENTS, CALL_EVENTS, tailStream, type StreamReader } from '@videocall/events';
import { adapterProviders } from './adapters/adapter.providers.js';
import { RequestRates } from './adapters/request-rates.js';
import {
  AUTH_SERVICE,
  ECHO_TEST,
  ORCHESTRATOR,
  RECORDER,
  type AuthService,
  type EchoTest,
  type Orchestrator,
  type RecordingService,
} from './adapters/services.js';
import { SfuNodes } from './adapters/sfu-nodes.js';
import { applicationProviders } from './application/application.providers.js';
import { EndExpired } from './application/end-expired.js';
import { RelayEvents } from './application/relay-events.js';
import { SETTINGS, type Settings } from './config/settings.js';
import { CallServiceController } from './grpc/call-service.controller.js';
import { grpcProviders } from './grpc/grpc.providers.js';
import { AdminController } from './http/admin.controller.js';
import { CallsController } from './http/calls.controller.js';
import { DocumentationController } from './http/documentation.controller.js';
import { EchoCallsController } from './http/echo-calls.controller.js';
import { httpProviders } from './http/http.providers.js';
import { IdentityKeysController } from './http/identity-keys.controller.js';
import { IdentityController } from './http/identity.controller.js';
import { MaintenanceController } from './http/maintenance.controller.js';
import { ParticipantsController } from './http/participants.controller.js';
import { RecordingFilesController } from './http/recording-files.controller.js';
import { RecordingsController } from './http/recordings.controller.js';
import { RoomsController } from './http/rooms.controller.js';
import { signallingProviders } from './ws/signalling.providers.js';

const SWEEP_MS = 60_000;

/** The gateway: three edges on the same use cases, and the adapters to what lies behind. */
@Module({})
export class AppModule implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger(AppModule.name);
  #readers: readonly StreamReader[] = [];
  #sweep: NodeJS.Timeout | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(AUTH_SERVICE) private readonly auth: AuthService,
    @Inject(ORCHESTRATOR) private readonly orchestrator: Orchestrator,
    @Inject(ECHO_TEST) private readonly echoTest: EchoTest,
    @Inject(RECORDER) private readonly recorder: RecordingService,
    private readonly nodes: SfuNodes,
    private readonly rates: RequestRates,
    private readonly relay: RelayEvents,
    private readonly endExpired: EndExpired,
  ) {}

  static with(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      controllers: [
        AdminController,
        CallsController,
        CallServiceController,
        DocumentationController,
        EchoCallsController,
        IdentityController,
        IdentityKeysController,
        MaintenanceController,
        ParticipantsController,
        RecordingFilesController,
        RecordingsController,
        RoomsController,
      ],
      providers: [
        { provide: SETTINGS, useValue: settings },
        ...adapterProviders,
        ...applicationProviders,
        ...httpProviders,
        ...signallingProviders,
        ...grpcProviders,
      ],
    };
  }

  async onModuleInit(): Promise<void> {
    await this.rates.connect();
    this.#sweep = setInterval(() => this.endExpired.execute(Date.now()), SWEEP_MS);
    const redisUrl = this.settings.REDIS_URL;
    const onError = (error: Error) => this.#logger.warn({ err: error, msg: 'events cannot be read at the moment' });
    this.#readers = [
      tailStream({
        redisUrl,
        stream: CALL_EVENTS,
        onEvent: (event) => this.relay.onCallEvent(event),
        onGap: () => this.relay.onGap(),
        onError,
      }),
      tailStream({
        redisUrl,
        stream: AUTH_EVENTS,
        onEvent: (event) => this.relay.onAuthEvent(event),
        // What is missed is only that a connection should have ended: `EndExpired` ends it when its token is long past.
        onGap: () => undefined,
        onError,
      }),
    ];
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#sweep);
    await Promise.all(this.#readers.map((reader) => reader.close()));
    this.nodes.close();
    this.auth.close();
    this.orchestrator.close();
    this.echoTest.close();
    this.recorder.close();
    this.rates.close();
  }
}
