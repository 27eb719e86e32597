import {
  stricter,
  videoEncodings,
  type VideoCodec,
  type VideoEncoding,
  type VideoLimits,
  type VideoSource,
} from '@videocall/quality-profiles';
import type { PublisherCommand } from '@videocall/signalling';
import type { types } from 'mediasoup-client';
import { captureSize } from './encodings.js';

/** The encodings of one sender under its own profile and the server's last command. */
export function encodingsUnder(
  source: VideoSource,
  codec: VideoCodec,
  capture: { readonly width: number; readonly height: number },
  negotiated: number,
  own: VideoLimits,
  command: PublisherCommand | undefined,
): readonly VideoEncoding[] {
  const limits = command ? stricter(own, { ...command, priority: own.priority }) : own;
  return videoEncodings({ source, codec, capture, limits, negotiated, maxSpatialLayer: command?.maxSpatialLayer });
}

/** Keeps one video sender to its limits while it is published. */
export class SenderLimits {
  #command: PublisherCommand | undefined;
  #applying: Promise<void> = Promise.resolve();

  constructor(
    private readonly source: VideoSource,
    private readonly codec: VideoCodec,
    private readonly producer: types.Producer,
    private own: VideoLimits,
  ) {
    void this.apply();
  }

  /** The participant chose another profile, or sends more or fewer videos. */
  setOwn(limits: VideoLimits): void {
    this.own = limits;
    void this.apply();
  }

  /** What the server orders. */
  command(command: PublisherCommand): void {
    this.#command = command;
    void this.apply();
  }

  /** Applies the limits anew: also needed when another device captures at another size. */
  apply(): Promise<void> {
    // One at a time: setParameters refuses parameters that another call has outdated (WebRTC, section 5.2).
    const run = this.#applying.then(() => this.#setParameters());
    this.#applying = run.catch(() => undefined);
    return run;
  }

  async #setParameters(): Promise<void> {
    const { rtpSender, track } = this.producer;
    if (this.producer.closed || !rtpSender || !track) return;
    const parameters = rtpSender.getParameters();
    const encodings = encodingsUnder(
      this.source,
      this.codec,
      captureSize(track),
      parameters.encodings.length,
      this.own,
      this.#command,
    );
    parameters.encodings.forEach((encoding, layer) => {
      const wanted = encodings[layer];
      if (!wanted) return;
      encoding.active = wanted.active;
      encoding.maxBitrate = wanted.maxBitrate;
      encoding.maxFramerate = wanted.maxFramerate;
      encoding.scaleResolutionDownBy = wanted.scaleResolutionDownBy;
    });
    parameters.degradationPreference = this.source === 'SCREEN' ? 'maintain-resolution' : 'balanced';
    try {
      await rtpSender.setParameters(parameters);
    } catch (error) {
      // The sender was stopped meanwhile; anything else is a mistake of ours.
      if (!this.producer.closed) throw error;
    }
  }
}
