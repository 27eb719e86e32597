import { Controller, Inject } from '@nestjs/common';
import { ORCHESTRATOR, RECORDER, repeatably, type Orchestrator, type RecordingService } from '../adapters/services.js';
import { callRecordingJson } from '../mapping/call-json.js';
import { instant } from '../mapping/instant.js';
import { recordingFileJson, recordingJson } from '../mapping/recording-json.js';
import { required } from '../mapping/required.js';
import { FromRequest, RestEndpoint, type Input, type Output } from './rest-endpoint.js';

/** Recordings: making them, and the library of those that were made. */
@Controller()
export class RecordingsController {
  constructor(
    @Inject(ORCHESTRATOR) private readonly orchestrator: Orchestrator,
    @Inject(RECORDER) private readonly recorder: RecordingService,
  ) {}

  @RestEndpoint('startRecording')
  async startRecording(
    @FromRequest() { params, caller, requestId }: Input<'startRecording'>,
  ): Output<'startRecording'> {
    const { recording } = await this.orchestrator.startRecording({ ...params, requestId }, repeatably(caller));
    return { recording: callRecordingJson(required(recording)) };
  }

  @RestEndpoint('stopRecording')
  async stopRecording(@FromRequest() { params, caller, requestId }: Input<'stopRecording'>): Promise<void> {
    await this.orchestrator.stopRecording({ ...params, requestId }, repeatably(caller));
  }

  @RestEndpoint('listRecordings')
  async listRecordings(@FromRequest() { query, caller }: Input<'listRecordings'>): Output<'listRecordings'> {
    const { recordings, nextPageToken } = await this.recorder.listRecordings(query, repeatably(caller));
    return { recordings: recordings.map(recordingJson), nextPageToken };
  }

  @RestEndpoint('getRecording')
  async getRecording(@FromRequest() { params, caller }: Input<'getRecording'>): Output<'getRecording'> {
    const { recording } = await this.recorder.getRecording(params, repeatably(caller));
    return { recording: recordingJson(required(recording)) };
  }

  @RestEndpoint('createDownload')
  async createDownload(@FromRequest() { params, body, caller }: Input<'createDownload'>): Output<'createDownload'> {
    const { url, expiresAt } = await this.recorder.createDownload({ ...params, ...body }, repeatably(caller));
    return { url, expiresAt: instant(expiresAt) };
  }

  @RestEndpoint('deleteRecording')
  async deleteRecording(@FromRequest() { params, caller, requestId }: Input<'deleteRecording'>): Promise<void> {
    await this.recorder.deleteRecording({ ...params, requestId }, repeatably(caller));
  }

  @RestEndpoint('createClip')
  async createClip(@FromRequest() { params, body, caller, requestId }: Input<'createClip'>): Output<'createClip'> {
    const { file } = await this.recorder.createClip({ ...params, ...body, requestId }, repeatably(caller));
    return { file: required(recordingFileJson(required(file))) };
  }
}
