import type { Size } from './viewport.js';

/** What an attached video element needs of the call. */
export interface VideoSourceOfCall {
  readonly getTrack: () => MediaStreamTrack | undefined;
  readonly subscribe: (listener: () => void) => () => void;
  /** In device pixels; `undefined`: not visible. */
  readonly shown: (size: Size | undefined) => void;
}

/** Shows a track in an element and tells at what size, until the returned function is called. */
export function attachVideo(element: HTMLVideoElement, source: VideoSourceOfCall): () => void {
  // Sound is played apart; a muted video may always start.
  element.muted = true;
  element.playsInline = true;
  element.autoplay = true;
  let visible = true;
  const show = () => {
    const track = source.getTrack();
    const stream = element.srcObject instanceof MediaStream ? element.srcObject : undefined;
    if (stream?.getVideoTracks()[0] === track) return;
    element.srcObject = track ? new MediaStream([track]) : null;
  };
  const measure = () => {
    const { clientWidth, clientHeight } = element;
    const scale = globalThis.devicePixelRatio;
    const size = { width: Math.round(clientWidth * scale), height: Math.round(clientHeight * scale) };
    source.shown(visible && size.width > 0 && size.height > 0 ? size : undefined);
  };
  const resize = new ResizeObserver(measure);
  const visibility = new IntersectionObserver((entries) => {
    visible = entries.at(-1)?.isIntersecting ?? true;
    measure();
  });
  resize.observe(element);
  visibility.observe(element);
  const unsubscribe = source.subscribe(show);
  show();
  measure();
  return () => {
    unsubscribe();
    resize.disconnect();
    visibility.disconnect();
    source.shown(undefined);
    element.srcObject = null;
  };
}
