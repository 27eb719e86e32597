import {
  OPUS,
  publisherLimits,
  videoEncodings,
  type EncodingChoice,
  type PictureSize,
  type VideoCodec,
  type VideoLimits,
  type VideoSource,
} from '@videocall/quality-profiles';
import type { QualityProfile, TrackSource } from '@videocall/signalling';
import type { types } from 'mediasoup-client';

type Settings = Pick<types.ProducerOptions, 'encodings' | 'codecOptions'>;

/** The encoder starts here instead of at WebRTC's 300 kbit/s; its own probing goes on from it. */
const START_BITRATE_KBPS = 600;
/** Shared sound is music as often as speech (MEDIA-1 allows 32 to 128 kbit/s). */
const SCREEN_AUDIO_BITRATE = 96_000;

export function isVideoSource(source: TrackSource): source is VideoSource {
  return source === 'CAMERA' || source === 'SCREEN';
}

/** A captured track's size in pixels; 0 × 0 for audio. A canvas knows its own only after its first frame: 720p is assumed. */
export function captureSize(track: MediaStreamTrack): PictureSize {
  if (track.kind === 'audio') return { width: 0, height: 0 };
  const { width, height } = track.getSettings();
  return width && height ? { width, height } : { width: 1280, height: 720 };
}

/** What a send profile allows one video source, given what else is sent. */
export function limitsUnder(
  profile: QualityProfile,
  codec: VideoCodec,
  source: VideoSource,
  published: readonly TrackSource[],
): VideoLimits {
  return publisherLimits(profile, codec, source, [...published.filter(isVideoSource), source]);
}

/** How a camera or screen is sent (MEDIA-2, MEDIA-3). */
export function videoSettings(choice: EncodingChoice): Settings {
  return {
    encodings: videoEncodings(choice).map((encoding) => ({ ...encoding })),
    codecOptions: {
      videoGoogleStartBitrate: Math.min(START_BITRATE_KBPS, Math.floor(choice.limits.maxBitrate / 1000)),
    },
  };
}

/** How a microphone or a screen's sound is sent (MEDIA-1): Opus with in-band FEC and DTX. */
export function audioSettings(source: TrackSource): Settings {
  const voice = source === 'MICROPHONE';
  return {
    // Sound is the last thing to give way on a narrow path.
    encodings: [{ priority: 'high', networkPriority: 'high' }],
    codecOptions: {
      opusStereo: !voice,
      opusFec: OPUS.inbandFec,
      opusDtx: OPUS.dtx,
      opusMaxAverageBitrate: voice ? OPUS.voiceBitrate : SCREEN_AUDIO_BITRATE,
    },
  };
}
