import type { RecordingState } from './recording.js';

export type RecordingFileKind = 'COMPOSITE' | 'PARTICIPANT' | 'THUMBNAIL' | 'CLIP';

/** A finished file, or a clip that is being made. */
export interface LibraryFile {
  readonly id: string;
  readonly kind: RecordingFileKind;
  /** MIME type. */
  readonly contentType: string;
  readonly objectKey: string;
  readonly bytes: number;
  readonly durationMs: number;
  readonly participantId: string | null;
  /** The screen that a participant shared. */
  readonly screen: boolean;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly ready: boolean;
}

/** A recording as the library shows it. */
export interface LibraryRecording {
  readonly id: string;
  readonly callId: string;
  readonly callTitle: string;
  readonly state: RecordingState;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly progressPermille: number;
  readonly failureReason: string | null;
  readonly expiresAt: Date | null;
  /** Those who were inside while it was made, first comers first. */
  readonly participants: readonly { readonly participantId: string; readonly displayName: string }[];
  readonly files: readonly LibraryFile[];
}

/** At least as long a clip must be. */
const SHORTEST_CLIP_MS = 1_000;

/** The file with everybody in one picture; undefined before there is one. */
export function compositeOf({ files }: LibraryRecording): LibraryFile | undefined {
  return files.find(({ kind }) => kind === 'COMPOSITE');
}

/** Whether a range can be cut out of a file. */
export function canCut({ durationMs }: LibraryFile, fromMs: number, toMs: number): boolean {
  return fromMs >= 0 && toMs - fromMs >= SHORTEST_CLIP_MS && toMs <= durationMs;
}

/** A name to save a file under: the call, when, and what of it. */
export function fileNameOf(recording: LibraryRecording, file: LibraryFile): string {
  const { callTitle, startedAt, createdAt, participants } = recording;
  const [day = '', time = ''] = (startedAt ?? createdAt).toISOString().split('T');
  const owner = participants.find(({ participantId }) => participantId === file.participantId)?.displayName;
  const range =
    file.fromMs === null || file.toMs === null ? undefined : `${clockTime(file.fromMs)}-${clockTime(file.toMs)}`;
  const parts = [
    callTitle || 'Call',
    day,
    time.slice(0, 5).replace(':', '.'),
    owner,
    file.screen ? 'screen' : undefined,
    range,
  ];
  const name = parts.filter((part) => part !== undefined && part !== '').join(' ');
  return `${name.replace(/[\p{Cc}/\\:*?"<>|]/gu, '_')}${extensionOf(file.objectKey)}`;
}

function extensionOf(objectKey: string): string {
  return /\.\w+$/.exec(objectKey)?.[0] ?? '';
}

/** `1.02.03` of 1 h 2 min 3 s. */
function clockTime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join('.');
}
