import { type DynamicModule, Module } from '@nestjs/common';
import { AccessClaims, createTokenVerifier } from '@videocall/platform-auth-guard';
import { createPrismaClient, PrismaClient } from '@videocall/platform-database';
import { readTls } from '@videocall/platform-grpc';
import { createObjectStorage, ObjectStorage } from '@videocall/platform-object-storage';
import { Readiness } from '@videocall/platform-service';
import { FfmpegClipCutter } from './adapters/composition/ffmpeg-clip-cutter.js';
import { FfmpegComposer } from './adapters/composition/ffmpeg-composer.js';
import { DisksOfThisMachine } from './adapters/disk/disks-of-this-machine.js';
import { WorkFoldersOnDisk } from './adapters/disk/work-folders-on-disk.js';
import { Housekeeping } from './adapters/housekeeping.js';
import { BackgroundWork } from './adapters/jobs/background-work.js';
import { GrpcAttendances } from './adapters/orchestrator/grpc-attendances.js';
import { PrismaClipTable } from './adapters/prisma/prisma-clip-table.js';
import { CaptureChildren, type CaptureChildrenOptions } from './adapters/capture/capture-children.js';
import { CaptureJobs } from './adapters/jobs/capture-jobs.js';
import { GrpcCapturedCalls } from './adapters/orchestrator/grpc-captured-calls.js';
import { PrismaCaptureTable } from './adapters/prisma/prisma-capture-table.js';
import { PrismaLibraryTable } from './adapters/prisma/prisma-library-table.js';
import { PrismaProcessingTable } from './adapters/prisma/prisma-processing-table.js';
import { PrismaRecordings } from './adapters/prisma/prisma-recordings.js';
import { PrismaRetentionTable } from './adapters/prisma/prisma-retention-table.js';
import { RecordingMetrics } from './adapters/recording-metrics.js';
import { StoredRecordingFiles } from './adapters/storage/stored-recording-files.js';
import { BeginCapture, RoomNeeded } from './application/begin-capture.js';
import { CaptureReports } from './application/capture-reports.js';
import { CreateClip } from './application/create-clip.js';
import { CreateDownload } from './application/create-download.js';
import { DeleteRecording } from './application/delete-recording.js';
import { EndCapture } from './application/end-capture.js';
import { FinishCapture } from './application/finish-capture.js';
import { KeepCaptures } from './application/keep-captures.js';
import { KeepRetention } from './application/keep-retention.js';
import { LibraryAccess } from './application/library-access.js';
import { ListRecordings } from './application/list-recordings.js';
import { MakeClip } from './application/make-clip.js';
import { Attendances } from './application/ports/attendances.js';
import { ClipCutter } from './application/ports/clip-cutter.js';
import { ClipTable } from './application/ports/clip-table.js';
import { Composer } from './application/ports/composer.js';
import { CaptureQueue } from './application/ports/capture-queue.js';
import { CaptureRunner } from './application/ports/capture-runner.js';
import { CaptureTable } from './application/ports/capture-table.js';
import { CapturedCalls } from './application/ports/captured-calls.js';
import { Disks } from './application/ports/disks.js';
import { LibraryTable } from './application/ports/library-table.js';
import { ProcessingTable } from './application/ports/processing-table.js';
import { RecordingFiles } from './application/ports/recording-files.js';
import { Recordings } from './application/ports/recordings.js';
import { RetentionTable } from './application/ports/retention-table.js';
import { WorkFolders } from './application/ports/work-folders.js';
import { ProcessRecording } from './application/process-recording.js';
import { captureEnvironment, type RecorderSettings } from './config/settings.js';
import { Retention } from './domain/retention.js';
import { Callers } from './grpc/callers.js';
import { LibraryController } from './grpc/library.controller.js';
import { RecordingControlController } from './grpc/recording-control.controller.js';
import { FILES_PATH, RecordingFilesController } from './http/recording-files.controller.js';

const USE_CASES = [
  BeginCapture,
  CaptureReports,
  CreateClip,
  CreateDownload,
  DeleteRecording,
  EndCapture,
  FinishCapture,
  KeepCaptures,
  KeepRetention,
  LibraryAccess,
  ListRecordings,
  MakeClip,
  ProcessRecording,
];

@Module({})
export class AppModule {
  static with(settings: RecorderSettings): DynamicModule {
    return {
      module: AppModule,
      controllers: [RecordingControlController, LibraryController, RecordingFilesController],
      providers: [
        ...USE_CASES,
        Housekeeping,
        RecordingMetrics,
        { provide: Retention, useValue: new Retention(settings.RETENTION_DAYS, settings.RETENTION_DISK_PERCENT) },
        { provide: RoomNeeded, useValue: new RoomNeeded(settings.CAPTURE_DISK_PERCENT) },
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
        { provide: CaptureTable, useClass: PrismaCaptureTable },
        { provide: CaptureJobs, useFactory: () => new CaptureJobs(settings.REDIS_URL) },
        { provide: CaptureQueue, useExisting: CaptureJobs },
        {
          provide: CaptureRunner,
          inject: [WorkFolders],
          useFactory: (folders: WorkFolders) => new CaptureChildren(captureOptions(settings), folders),
        },
        {
          provide: CapturedCalls,
          useFactory: () => new GrpcCapturedCalls(settings.ORCHESTRATOR_GRPC_ADDRESS, readTls(settings)),
        },
        { provide: LibraryTable, useClass: PrismaLibraryTable },
        { provide: ClipTable, useClass: PrismaClipTable },
        { provide: ProcessingTable, useClass: PrismaProcessingTable },
        { provide: Composer, useClass: FfmpegComposer },
        { provide: ClipCutter, useClass: FfmpegClipCutter },
        { provide: RetentionTable, useClass: PrismaRetentionTable },
        { provide: ObjectStorage, useFactory: () => createObjectStorage(settings, FILES_PATH) },
        { provide: RecordingFiles, useClass: StoredRecordingFiles },
        { provide: WorkFolders, useFactory: () => new WorkFoldersOnDisk(settings.RECORDINGS_DIR) },
        {
          provide: Disks,
          useFactory: () =>
            new DisksOfThisMachine(
              settings.RECORDINGS_DIR,
              settings.S3_BUCKET === undefined ? settings.STORAGE_FOLDER : undefined,
            ),
        },
        {
          provide: BackgroundWork,
          inject: [ProcessingTable, ProcessRecording, ClipTable, MakeClip],
          useFactory: (table: ProcessingTable, process: ProcessRecording, clipTable: ClipTable, make: MakeClip) =>
            new BackgroundWork(settings.REDIS_URL, { table, process }, { table: clipTable, make }),
        },
        {
          provide: Attendances,
          useFactory: () => new GrpcAttendances(settings.ORCHESTRATOR_GRPC_ADDRESS, readTls(settings)),
        },
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

/** What every capture's process is told. */
function captureOptions(settings: RecorderSettings): CaptureChildrenOptions {
  const { TLS_CA_FILE, TLS_CERT_FILE, TLS_KEY_FILE } = settings;
  return {
    ip: settings.CAPTURE_IP,
    ports: { first: settings.CAPTURE_PORT_BASE, count: settings.CAPTURE_PORT_COUNT },
    orchestratorAddress: settings.ORCHESTRATOR_GRPC_ADDRESS,
    tls: { TLS_CA_FILE, TLS_CERT_FILE, TLS_KEY_FILE },
    logLevel: settings.LOG_LEVEL,
    environment: captureEnvironment(),
  };
}
