export {
  OPUS,
  PROFILE_NAMES,
  VIDEO_CODECS,
  limitsOf,
  stricter,
  videoCodecOf,
  type ProfileName,
  type VideoCodec,
  type VideoLimits,
} from './profiles.js';
export {
  heightOf,
  layerCount,
  layerSizes,
  publisherLimits,
  videoEncodings,
  type EncodingChoice,
  type PictureSize,
  type VideoEncoding,
  type VideoSource,
} from './publishing.js';
export {
  chooseLayers,
  withinFrameRate,
  withinHeight,
  type LayerChoice,
  type PublishedVideo,
  type Viewer,
} from './viewing.js';
