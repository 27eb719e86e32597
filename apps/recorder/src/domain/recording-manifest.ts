/** What a capture amounts to: all that composing needs to know. JSON; times are ms since `startedAt` unless said otherwise. */
export interface RecordingManifest {
  readonly recordingId: string;
  readonly callId: string;
  readonly title: string;
  /** The first moment of the recording, ms since the epoch by the sfu-node's clock. */
  readonly startedAt: number;
  /** How long it is, gaps in the capture included. */
  readonly durationMs: number;
  /** Everybody who was inside during the recording. */
  readonly participants: readonly ManifestParticipant[];
  readonly tracks: readonly ManifestTrack[];
  /** Who spoke from when on; no participant: nobody, as at first. In order of time. */
  readonly activeSpeaker: readonly SpeakerChange[];
}

/** From (included) to (excluded). */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface ManifestParticipant {
  readonly id: string;
  readonly name: string;
  /** When they were inside, within the recording; in order, apart from each other. */
  readonly stays: readonly Interval[];
}

export type ManifestSource = 'MICROPHONE' | 'CAMERA' | 'SCREEN' | 'SCREEN_AUDIO';

/** One publication: from publishing to unpublishing. A camera that is turned off and on again may be two. */
export interface ManifestTrack {
  readonly id: string;
  readonly participantId: string;
  readonly kind: 'audio' | 'video';
  /** A screen is shared for as long as its SCREEN track is published and not muted. */
  readonly source: ManifestSource;
  /** When it was published. */
  readonly published: Interval;
  /** When it sent nothing on purpose (microphone muted, camera paused); in order. */
  readonly muted: readonly Interval[];
  /** Its captured files, in order of time. Where none covers a time, nothing was captured then. */
  readonly segments: readonly ManifestSegment[];
}

/** One captured file: one audio or one video stream, as it was sent. May lack a trailer and a duration (killed writer). */
export interface ManifestSegment {
  /** Relative to the recording's folder. */
  readonly path: string;
  /** Where the file's time 0 is on the recording's timeline; may be negative by some ms. */
  readonly startMs: number;
  /**
   * Which time of the file was when, in order: the sender's clock does not run exactly as the recording's. The first is
   * `{mediaMs: 0, atMs: startMs}`.
   */
  readonly clock: readonly ClockPoint[];
  /** Nothing that was sent after this belongs to it. */
  readonly endMs: number;
}

/** Timestamp `mediaMs` of a file was sent at `atMs`. */
export interface ClockPoint {
  readonly mediaMs: number;
  readonly atMs: number;
}

export interface SpeakerChange {
  readonly atMs: number;
  readonly participantId: string | undefined;
}
