import { type DynamicModule, Module } from '@nestjs/common';
import { AccessClaims, createTokenVerifier } from '@videocall/platform-auth-guard';
import { createPrismaClient, PrismaClient } from '@videocall/platform-database';
import { readTls } from '@videocall/platform-grpc';
import { Readiness } from '@videocall/platform-service';
import { CallMetrics } from './adapters/call-metrics.js';
import { CallEventRelay } from './adapters/call-event-relay.js';
import { PrismaCallDatabase } from './adapters/prisma/prisma-call-database.js';
import { PrismaCallReader } from './adapters/prisma/prisma-call-reader.js';
import { GrpcRecorder } from './adapters/recorder/grpc-recorder.js';
import { SfuNodes } from './adapters/sfu/sfu-nodes.js';
import { WatchNodes } from './adapters/sfu/watch-nodes.js';
import { JwtTokens } from './adapters/tokens/jwt-tokens.js';
import { KeyEncryption } from './adapters/tokens/key-encryption.js';
import { SigningKeys } from './adapters/tokens/signing-keys.js';
import { TurnServers } from './adapters/turn-servers.js';
import { OperatorRules } from './application/operator-rules.js';
import { CallDatabase } from './application/ports/call-database.js';
import { CallReader } from './application/ports/call-reader.js';
import { IceServers } from './application/ports/ice-servers.js';
import { MediaNodes } from './application/ports/media-nodes.js';
import { Recorder } from './application/ports/recorder.js';
import { Tokens } from './application/ports/tokens.js';
import { USE_CASES } from './application/use-cases.js';
import { rulesOf, type OrchestratorSettings } from './config/settings.js';
import { CallController } from './grpc/call.controller.js';
import { CapacityController } from './grpc/capacity.controller.js';
import { CaptureController } from './grpc/capture.controller.js';
import { Callers } from './grpc/callers.js';
import { EntryController } from './grpc/entry.controller.js';
import { MaintenanceController } from './grpc/maintenance.controller.js';
import { ModerationController } from './grpc/moderation.controller.js';
import { ParticipationController } from './grpc/participation.controller.js';
import { RecordingController } from './grpc/recording.controller.js';
import { RoomsController } from './grpc/rooms.controller.js';
import { JwksController } from './http/jwks.controller.js';

@Module({})
export class AppModule {
  static with(settings: OrchestratorSettings): DynamicModule {
    return {
      module: AppModule,
      controllers: [
        CallController,
        EntryController,
        MaintenanceController,
        CapacityController,
        ModerationController,
        ParticipationController,
        RoomsController,
        RecordingController,
        CaptureController,
        JwksController,
      ],
      providers: [
        ...USE_CASES,
        WatchNodes,
        SigningKeys,
        CallMetrics,
        { provide: OperatorRules, useValue: rulesOf(settings) },
        { provide: IceServers, useFactory: () => TurnServers.fromSettings(settings) },
        {
          provide: PrismaClient,
          inject: [Readiness],
          useFactory: (readiness: Readiness) => {
            const client = createPrismaClient(settings.DATABASE_URL);
            readiness.add('database', () => client.$queryRaw`SELECT 1`);
            return client;
          },
        },
        { provide: CallDatabase, useClass: PrismaCallDatabase },
        { provide: CallReader, useClass: PrismaCallReader },
        { provide: SfuNodes, useFactory: () => new SfuNodes(settings.SFU_NODES, readTls(settings)) },
        { provide: MediaNodes, useExisting: SfuNodes },
        {
          provide: Recorder,
          useFactory: () => new GrpcRecorder(settings.RECORDER_GRPC_ADDRESS, readTls(settings)),
        },
        { provide: KeyEncryption, useFactory: () => KeyEncryption.fromFile(settings.KEY_ENCRYPTION_KEY_FILE) },
        { provide: Tokens, useClass: JwtTokens },
        { provide: CallEventRelay, useFactory: () => new CallEventRelay(settings.DATABASE_URL, settings.REDIS_URL) },
        {
          provide: Callers,
          useFactory: () =>
            new Callers(
              createTokenVerifier({
                jwksUrl: settings.AUTH_JWKS_URL,
                issuer: 'videocall-auth',
                typ: 'at+jwt',
                schema: AccessClaims,
              }),
            ),
        },
      ],
    };
  }
}
