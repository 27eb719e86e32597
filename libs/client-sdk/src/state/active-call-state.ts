import type {
  Call,
  CallEndReason,
  LeaveReason,
  Maintenance,
  Participant,
  QualityProfile,
  QualityVerdict,
  Track,
  TrackSource,
} from '@videocall/signalling';

/** Why a call is over for this participant. */
export type EndedReason = LeaveReason | CallEndReason | 'MEDIA_LOST' | 'SIGNED_OUT' | 'REFUSED';

/** How the connection stands. */
export type ConnectionPhase =
  /** Joined; the first media is on its way. */
  | { readonly phase: 'CONNECTING' }
  | { readonly phase: 'CONNECTED' }
  | {
      readonly phase: 'RECONNECTING';
      /** `Date.now()` at which the trouble began. */
      readonly since: number;
      /** 1 with the first try. */
      readonly attempt: number;
      /** SIGNALLING: the server cannot be reached. MEDIA: sound and picture do not get through. */
      readonly cause: 'SIGNALLING' | 'MEDIA';
      /** The browser says that there is no network. */
      readonly offline: boolean;
    }
  | {
      readonly phase: 'ENDED';
      readonly reason: EndedReason;
      /** A refusal's reason and sentence, where one ended it. */
      readonly refusal: { readonly reason: string; readonly message: string } | undefined;
      /** Joining anew makes sense. */
      readonly canRejoin: boolean;
    };

/** How well a participant's media reaches the server. */
export interface ConnectionQuality {
  readonly verdict: QualityVerdict;
  readonly roundTripMs: number;
  readonly lossPermille: number;
  readonly jitterMs: number;
}

/** A published track, with what is received of it. */
export interface TrackView extends Track {
  /** To be shown or heard; own tracks: what is captured. `undefined` until it is received. */
  readonly mediaTrack: MediaStreamTrack | undefined;
  /** Why the server sends nothing of it to us now: NOT_SHOWN, RECEIVE_PROFILE, BANDWIDTH; `null` if it does send. */
  readonly heldBack: string | null;
  /**
   * Why less of it is sent to us than what fits: BANDWIDTH and LOSS (our own path), RECEIVE_PROFILE, HOST_LOAD (the
   * server's machine); `null` if it is not less.
   */
  readonly limitedBy: string | null;
  /** Simulcast layer received; -1 where there is none. */
  readonly spatialLayer: number;
}

export interface ParticipantView extends Participant {
  readonly isSelf: boolean;
  readonly tracks: readonly TrackView[];
  readonly quality: ConnectionQuality | undefined;
}

/** One's own microphone, camera or screen. */
export interface LocalTrackView {
  readonly source: TrackSource;
  /** `undefined` while the camera is off (then it is released, and its light goes out). */
  readonly mediaTrack: MediaStreamTrack | undefined;
  /** As chosen here, at once; the server follows. */
  readonly muted: boolean;
  /** A host muted it; it cannot be unmuted until the host allows it again. */
  readonly mutedByHost: boolean;
  /** PENDING: on its way to the server. One that is refused disappears, with the notice PUBLISHING_REFUSED. */
  readonly publishing: 'PENDING' | 'PUBLISHED';
  /** The server's id once published. */
  readonly trackId: string | undefined;
  /** Why the server wants less of it than the profile allows: SEND_LOSS, HOST_LOAD, RECEIVERS_LIMITED; `null`: it does not. */
  readonly sendLimitedBy: string | null;
  /** The chosen device; `undefined` for tracks that no device gives. */
  readonly deviceId: string | undefined;
}

/** A chat message, or one on its way. */
export interface ChatEntry {
  /** The server's id, or the local one of a message that has not arrived yet. */
  readonly id: string;
  readonly participantId: string;
  readonly displayName: string;
  readonly text: string;
  /** ISO 8601 */
  readonly sentAt: string;
  /** FAILED: `retryChatMessage(id)` tries again. */
  readonly delivery: 'SENT' | 'PENDING' | 'FAILED';
  readonly failedReason: string | undefined;
}

/** How the end-to-end encryption of a call stands. */
export interface EncryptionView {
  /** Twelve digits in three groups: whoever has the same key has the same digits. */
  readonly verificationCode: string;
  /** Whose media cannot be decrypted: they have another key, or none. */
  readonly undecryptableIds: readonly string[];
}

/** All that is to be shown of a call. Never changed in place: parts that did not change stay the same object. */
export interface ActiveCallState {
  readonly connection: ConnectionPhase;
  readonly call: Omit<Call, 'participants'>;
  readonly self: ParticipantView;
  /** Everybody else inside, first comers first. */
  readonly others: readonly ParticipantView[];
  readonly activeSpeakerId: string | null;
  readonly screenSharerId: string | null;
  readonly local: Readonly<Partial<Record<TrackSource, LocalTrackView>>>;
  readonly chat: readonly ChatEntry[];
  readonly sendProfile: QualityProfile;
  readonly receiveProfile: QualityProfile;
  /** Of a call with end-to-end encryption. */
  readonly encryption: EncryptionView | undefined;
  /** The browser wants a gesture before it plays sound: call `startPlayback()` from a click. */
  readonly playbackBlocked: boolean;
}

/** What happened, to be told once. */
export type Notice =
  | { readonly type: 'UNMUTE_ASKED'; readonly byParticipantId: string; readonly source: TrackSource }
  | { readonly type: 'MUTED_BY_HOST'; readonly byParticipantId: string; readonly source: TrackSource }
  | { readonly type: 'UNMUTE_ALLOWED'; readonly byParticipantId: string; readonly source: TrackSource }
  | { readonly type: 'PARTICIPANT_JOINED'; readonly participantId: string; readonly displayName: string }
  | {
      readonly type: 'PARTICIPANT_LEFT';
      readonly participantId: string;
      readonly displayName: string;
      readonly reason: LeaveReason;
    }
  | { readonly type: 'RECONNECTED'; readonly afterMs: number }
  /** The server took back what was published, or did not accept it. */
  | { readonly type: 'PUBLISHING_REFUSED'; readonly source: TrackSource; readonly reason: string }
  /** The device went away; `replacement` is used instead, or the track was stopped. */
  | { readonly type: 'DEVICE_LOST'; readonly source: TrackSource; readonly replacement: string | undefined }
  /** A device was plugged in: offer it. */
  | { readonly type: 'DEVICE_ADDED'; readonly device: MediaDeviceInfo }
  /** Sound or picture of a track cannot be received by this browser. */
  | { readonly type: 'SUBSCRIPTION_FAILED'; readonly trackId: string; readonly message: string }
  /** The operator announced maintenance of the server; `null`: none is planned any longer. */
  | { readonly type: 'MAINTENANCE_CHANGED'; readonly maintenance: Maintenance | null }
  /** Speech is heard from a muted microphone; at most once a minute. */
  | { readonly type: 'TALKING_WHILE_MUTED' };
