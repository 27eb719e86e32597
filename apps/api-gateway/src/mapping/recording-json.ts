import type { recordingV1 } from '@videocall/contracts';
import type { Recording, RecordingFile } from '@videocall/rest-api';
import { instantOrNull } from './instant.js';
import { recordingFileKind, recordingState } from './words.js';

export function recordingJson(recording: recordingV1.Recording): Recording {
  return {
    id: recording.id,
    callId: recording.callId,
    callTitle: recording.callTitle,
    state: recordingState.toWord(recording.state) ?? 'PROCESSING',
    startedAt: instantOrNull(recording.startedAt),
    endedAt: instantOrNull(recording.endedAt),
    durationMs: recording.durationMs,
    bytes: recording.bytes,
    progressPermille: recording.progressPermille,
    failureReason: recording.failureReason || null,
    files: recording.files.flatMap((file) => recordingFileJson(file) ?? []),
    participantNames: recording.participantNames,
    expiresAt: instantOrNull(recording.expiresAt),
    canDelete: recording.canDelete,
  };
}

/** Undefined for a kind of file that this version does not know. */
export function recordingFileJson(file: recordingV1.RecordingFile): RecordingFile | undefined {
  const kind = recordingFileKind.toWord(file.kind);
  if (kind === null) return undefined;
  const isClip = kind === 'CLIP';
  return {
    id: file.id,
    kind,
    contentType: file.contentType,
    bytes: file.bytes,
    durationMs: file.durationMs,
    participantId: file.participantId || null,
    participantName: file.participantName || null,
    fromMs: isClip ? file.fromMs : null,
    toMs: isClip ? file.toMs : null,
    fileName: file.fileName,
    ready: file.ready,
  };
}
