import { type DynamicModule, Module } from '@nestjs/common';
import { createPrismaClient, PrismaClient } from '@videocall/platform-database';
import { Readiness } from '@videocall/platform-service';
import { PrismaRecordings } from './adapters/prisma/prisma-recordings.js';
import { BeginCapture } from './application/begin-capture.js';
import { EndCapture } from './application/end-capture.js';
import { Recordings } from './application/ports/recordings.js';
import type { RecorderSettings } from './config/settings.js';
import { RecordingControlController } from './grpc/recording-control.controller.js';

@Module({})
export class AppModule {
  static with(settings: RecorderSettings): DynamicModule {
    return {
      module: AppModule,
      controllers: [RecordingControlController],
      providers: [
        BeginCapture,
        EndCapture,
        {
          provide: PrismaClient,
          inject: [Readiness],
          useFactory: (readiness: Readiness) => {
            const client = createPrismaClient(settings.DATABASE_URL);
            readiness.add('database', () => client.$queryRaw`SELECT 1`);
            return client;
          },
        },
        { provide: Recordings, useClass: PrismaRecordings },
      ],
    };
  }
}
