import type { VideoCodec } from '@videocall/quality-profiles';
import type { QualityProfile } from '@videocall/signalling';

/** A captured track to bring into a call. It belongs to the call from then on: the call stops it. */
export interface LocalTrackInput {
  readonly track: MediaStreamTrack;
  /** Published, but silent or dark. Default false. */
  readonly muted?: boolean;
}

export interface EntryOptions {
  /** A fresh grant: when the participant's place was lost (a long outage), the call is joined anew with it. */
  readonly getGrant?: () => Promise<string>;
  readonly microphone?: LocalTrackInput;
  readonly camera?: LocalTrackInput;
  /** Preferred for what is sent. Default VP8 (simulcast); H264 is sent in one layer, up to 1080p. */
  readonly videoCodec?: VideoCodec;
  /**
   * The call's key (`callKeyOf(location.hash)`), for calls with end-to-end encryption. Whoever gives one sends nothing in clear,
   * whatever the server says of the call; video is VP8 then.
   */
  readonly callKey?: string;
}

export interface JoinOptions extends EntryOptions {
  /** From `POST /v1/calls/:id/grants`. */
  readonly grant: string;
  /** 1 to 64 characters; default: the identity's own name. */
  readonly displayName?: string;
  /** What is sent (MEDIA-3). Default AUTO. */
  readonly sendProfile?: QualityProfile;
  /** What is received. Default AUTO. */
  readonly receiveProfile?: QualityProfile;
}
