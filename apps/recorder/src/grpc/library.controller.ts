import type { Metadata } from '@grpc/grpc-js';
import { Controller, UsePipes } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { recordingV1 } from '@videocall/contracts';
import { CallerIs, ZodRpcPipe } from '@videocall/platform-grpc';
import { z } from 'zod';
import { CreateClip } from '../application/create-clip.js';
import { CreateDownload } from '../application/create-download.js';
import { DeleteRecording } from '../application/delete-recording.js';
import { LibraryAccess } from '../application/library-access.js';
import { ListRecordings } from '../application/list-recordings.js';
import { Callers } from './callers.js';
import { fileMessage, recordingMessage } from './library-messages.js';

const id = z.string().min(1).max(64);
const milliseconds = z.number().int().min(0);
const listRecordings = z.object({
  callId: z.string().max(64),
  pageSize: z.number().int().min(0).max(100),
  pageToken: z.string().max(256),
});
const getRecording = z.object({ recordingId: id });
const createDownload = z.object({ recordingId: id, fileId: id, save: z.boolean() });
const deleteRecording = z.object({ requestId: id, recordingId: id });
const createClip = z.object({ requestId: id, recordingId: id, fromMs: milliseconds, toMs: milliseconds });

/** `RecordingService`: the library. */
@Controller()
@CallerIs('api-gateway')
export class LibraryController {
  constructor(
    private readonly callers: Callers,
    private readonly access: LibraryAccess,
    private readonly listRecordingsCase: ListRecordings,
    private readonly createDownloadCase: CreateDownload,
    private readonly deleteRecordingCase: DeleteRecording,
    private readonly createClipCase: CreateClip,
  ) {}

  @GrpcMethod('RecordingService', 'ListRecordings')
  @UsePipes(new ZodRpcPipe(listRecordings))
  async listRecordings(
    { callId, pageSize, pageToken }: z.output<typeof listRecordings>,
    metadata: Metadata,
  ): Promise<recordingV1.ListRecordingsResponse> {
    const caller = await this.callers.of(metadata);
    const { recordings, nextPageToken } = await this.listRecordingsCase.execute(caller, callId, pageSize, pageToken);
    return { recordings: recordings.map(recordingMessage), nextPageToken };
  }

  @GrpcMethod('RecordingService', 'GetRecording')
  @UsePipes(new ZodRpcPipe(getRecording))
  async getRecording(
    { recordingId }: z.output<typeof getRecording>,
    metadata: Metadata,
  ): Promise<recordingV1.GetRecordingResponse> {
    const caller = await this.callers.of(metadata);
    return { recording: recordingMessage(await this.access.toSee(caller, recordingId)) };
  }

  @GrpcMethod('RecordingService', 'CreateDownload')
  @UsePipes(new ZodRpcPipe(createDownload))
  async createDownload(
    { recordingId, fileId, save }: z.output<typeof createDownload>,
    metadata: Metadata,
  ): Promise<recordingV1.CreateDownloadResponse> {
    const caller = await this.callers.of(metadata);
    return await this.createDownloadCase.execute(caller, recordingId, fileId, save);
  }

  @GrpcMethod('RecordingService', 'DeleteRecording')
  @UsePipes(new ZodRpcPipe(deleteRecording))
  async deleteRecording(
    { recordingId }: z.output<typeof deleteRecording>,
    metadata: Metadata,
  ): Promise<recordingV1.DeleteRecordingResponse> {
    const caller = await this.callers.of(metadata);
    await this.deleteRecordingCase.execute(caller, recordingId);
    return {};
  }

  @GrpcMethod('RecordingService', 'CreateClip')
  @UsePipes(new ZodRpcPipe(createClip))
  async createClip(request: z.output<typeof createClip>, metadata: Metadata): Promise<recordingV1.CreateClipResponse> {
    const caller = await this.callers.of(metadata);
    const { recording, file } = await this.createClipCase.execute(caller, request);
    return { file: fileMessage(recording, file) };
  }
}
