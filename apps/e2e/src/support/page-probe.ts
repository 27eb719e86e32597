/** What a page of the product does not show, and the tests measure: put there before the page's own scripts. */
export interface PageProbe {
  /** Every element that was asked to play sound. */
  readonly audio: Set<HTMLAudioElement>;
  /** Every connection that the page made. */
  readonly connections: RTCPeerConnection[];
  /** The longest times without a new frame, by participant, in milliseconds. */
  readonly gaps: Record<string, number>;
}

/** Runs in the page. */
export function installPageProbe(): void {
  const probe: PageProbe = { audio: new Set(), connections: [], gaps: {} };
  Object.assign(window, { pageProbe: probe });
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    if (this instanceof HTMLAudioElement) probe.audio.add(this);
    return play.call(this);
  };
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      probe.connections.push(this);
    }
  };
}
