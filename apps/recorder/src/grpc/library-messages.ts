import { recordingV1 } from '@videocall/contracts';
import type { Accessible } from '../application/library-access.js';
import { fileNameOf, type LibraryFile, type LibraryRecording } from '../domain/library.js';

/** A recording as the contract has it. */
export function recordingMessage({ recording, canDelete }: Accessible): recordingV1.Recording {
  const { startedAt, endedAt, files, participants } = recording;
  const durationMs = startedAt && endedAt ? endedAt.getTime() - startedAt.getTime() : 0;
  return {
    id: recording.id,
    callId: recording.callId,
    callTitle: recording.callTitle,
    state: recordingV1.RecordingState[recording.state],
    startedAt: startedAt ?? recording.createdAt,
    endedAt: endedAt ?? undefined,
    durationMs,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    progressPermille: recording.progressPermille,
    failureReason: recording.failureReason ?? '',
    // While it is made, files come one by one; they are offered when all are there.
    files: recording.state === 'READY' ? files.map((file) => fileMessage(recording, file)) : [],
    // Once each, however often they came.
    participantNames: [...new Set(participants.map(({ displayName }) => displayName))],
    expiresAt: recording.expiresAt ?? undefined,
    canDelete,
  };
}

/** A file as the contract has it. */
export function fileMessage(recording: LibraryRecording, file: LibraryFile): recordingV1.RecordingFile {
  const owner = recording.participants.find(({ participantId }) => participantId === file.participantId);
  return {
    id: file.id,
    kind: recordingV1.RecordingFileKind[file.kind],
    contentType: file.contentType,
    bytes: file.bytes,
    durationMs: file.durationMs,
    participantId: file.participantId ?? '',
    participantName: owner?.displayName ?? '',
    fromMs: file.fromMs ?? 0,
    toMs: file.toMs ?? 0,
    fileName: fileNameOf(recording, file),
    ready: file.ready,
    screen: file.screen,
  };
}
