import { useEffect, useRef, useState } from 'react';
import type { TrackView } from '@videocall/client-sdk';
import { useCall } from '../call-context.js';
import { fitOf } from '../layout/arrange.js';
import type { GridSize } from '../layout/grid.js';

interface RemoteVideoProps {
  readonly track: TrackView;
  readonly tile: GridSize;
  readonly label: string;
}

/** Somebody's camera or screen; tells the server at what size it is shown. */
export function RemoteVideo({ track, tile, label }: RemoteVideoProps) {
  const call = useCall();
  const video = useRef<HTMLVideoElement>(null);
  const [picture, watchPicture] = usePictureSize({ width: track.width, height: track.height });
  useEffect(() => (video.current ? call.attach(track.id, video.current) : undefined), [call, track.id]);
  return (
    <video
      ref={video}
      className="tile-video"
      style={{ objectFit: fitOf(picture, tile, track.source === 'SCREEN' ? 'SCREEN' : 'CAMERA') }}
      aria-label={label}
      data-track-id={track.id}
      data-participant-id={track.participantId}
      data-source={track.source}
      onResize={watchPicture}
      onLoadedMetadata={watchPicture}
      autoPlay
      muted
      playsInline
    />
  );
}

interface OwnVideoProps {
  readonly mediaTrack: MediaStreamTrack;
  readonly tile: GridSize;
  readonly label: string;
}

/** One's own camera, as a mirror shows it; others see it the right way round. */
export function OwnVideo({ mediaTrack, tile, label }: OwnVideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [picture, watchPicture] = usePictureSize({ width: 0, height: 0 });
  useEffect(() => {
    if (video.current) video.current.srcObject = new MediaStream([mediaTrack]);
  }, [mediaTrack]);
  return (
    <video
      ref={video}
      className="tile-video tile-video-own"
      style={{ objectFit: fitOf(picture, tile, 'CAMERA') }}
      aria-label={label}
      onResize={watchPicture}
      onLoadedMetadata={watchPicture}
      autoPlay
      muted
      playsInline
    />
  );
}

/** The picture that really comes: simulcast and phones that turn change it. */
function usePictureSize(
  announced: GridSize,
): readonly [GridSize, (event: React.SyntheticEvent<HTMLVideoElement>) => void] {
  const [seen, setSeen] = useState<GridSize | undefined>(undefined);
  const watch = ({
    currentTarget: { videoWidth: width, videoHeight: height },
  }: React.SyntheticEvent<HTMLVideoElement>) => {
    if (width > 0)
      setSeen((before) => (before && before.width / before.height === width / height ? before : { width, height }));
  };
  return [seen ?? announced, watch];
}
