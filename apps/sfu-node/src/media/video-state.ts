import type { sfuV1 } from '@videocall/contracts';
import {
  layerSizes,
  limitsOf,
  videoEncodings,
  type PictureSize,
  type PublishedVideo,
  type VideoCodec,
  type VideoEncoding,
  type VideoLimits,
  type VideoSource,
} from '@videocall/quality-profiles';
import type { RtpEncodingParameters } from 'mediasoup/types';
import type { LayerUse } from '../domain/compliance.js';
import { LayerDemand } from '../domain/layer-demand.js';
import type { MeasuredLayer } from '../domain/layer-sample.js';
import { QualityEnforcement } from '../domain/quality-enforcement.js';
import { RateWindow } from '../domain/rate-window.js';

interface VideoStateOptions {
  readonly source: VideoSource;
  readonly codec: VideoCodec;
  readonly capture: PictureSize;
  readonly encodings: readonly RtpEncodingParameters[];
  /** milliseconds, monotonic */
  readonly now: number;
}

/** Bitrates are judged over this long: a keyframe is not an excess. Milliseconds. */
const BITRATE_SPAN = 4_000;
/** A bitrate that grew by more than this since the last look is worth another. */
const GROWTH_WORTH_A_LOOK = 1.3;
const FIRST_LOOK_AFTER = 500;
/** Headers of RTP, SRTP, UDP and IP. */
const PACKET_OVERHEAD = 1.07;
/** A layer of which this part of its bitrate comes is there. */
const FLOWING = 0.2;
/** An encoder takes a while until it sends what is asked for. Milliseconds. */
const STARTING = 10_000;
/** A picture in which little moves costs little, until something moves. */
const LEAST_OF_NOMINAL = 0.5;
/** A layer that nobody has seen and that the publisher should not send: too large for any limit. */
const UNSEEN: PictureSize = { width: Infinity, height: Infinity };

/** What a published picture should be, what it was measured to be, and what its publisher was told. */
export class VideoState {
  readonly source: VideoSource;
  readonly codec: VideoCodec;
  readonly encodingCount: number;
  readonly demand: LayerDemand;
  readonly enforcement: QualityEnforcement;
  /** Bytes received of each encoding, over the last seconds. */
  rates: readonly RateWindow[];
  /** What the publisher was last told. */
  command: sfuV1.PublisherCommand | undefined;
  /** What is measured of each encoding; empty where nothing was seen yet. */
  measured: (MeasuredLayer | undefined)[] = [];
  /** When to look at it next; milliseconds, monotonic. */
  nextLookAt: number;
  readonly #capture: PictureSize;
  readonly #temporalLayers: number;
  #limits: VideoLimits;
  #bitrateLookedAt = 0;
  #toldLayer: { readonly layer: number; readonly since: number } | undefined;

  constructor({ source, codec, capture, encodings, now }: VideoStateOptions) {
    this.source = source;
    this.codec = codec;
    this.#capture = capture;
    this.encodingCount = Math.max(1, encodings.length);
    this.#temporalLayers = Number(/T(\d)/.exec(encodings[0]?.scalabilityMode ?? '')?.[1] ?? 1);
    this.demand = new LayerDemand(this.encodingCount - 1);
    this.enforcement = new QualityEnforcement(now);
    this.rates = this.#newRates();
    this.nextLookAt = now + FIRST_LOOK_AFTER;
    this.#limits = limitsOf('AUTO', codec);
  }

  /** What the publisher must keep to now. */
  get limits(): VideoLimits {
    return this.#limits;
  }

  /** @returns whether they differ from those in force */
  setLimits(limits: VideoLimits, now: number): boolean {
    const before = this.#limits;
    const same =
      before.maxBitrate === limits.maxBitrate &&
      before.maxHeight === limits.maxHeight &&
      before.maxFrameRate === limits.maxFrameRate;
    if (same) return false;
    this.#limits = limits;
    // What was measured under other limits says nothing of what comes now.
    this.measured = [];
    this.rates = this.#newRates();
    this.enforcement.limitsChanged(now);
    this.nextLookAt = now + FIRST_LOOK_AFTER;
    return true;
  }

  /** Bytes received of one encoding since its start. @param now milliseconds, monotonic */
  readBytes(encoding: number, bytes: number, now: number): void {
    this.rates[encoding]?.read(bytes, now);
    if (this.#bitrate > this.#bitrateLookedAt * GROWTH_WORTH_A_LOOK) this.nextLookAt = Math.min(this.nextLookAt, now);
  }

  /** It was looked at. @param now milliseconds, monotonic */
  looked(now: number): void {
    this.#bitrateLookedAt = this.#bitrate;
    this.nextLookAt = now + this.enforcement.lookAgainAfter(now);
  }

  get #bitrate(): number {
    return this.rates.reduce((sum, rate) => sum + rate.bitsPerSecond, 0);
  }

  #newRates(): RateWindow[] {
    return Array.from({ length: this.encodingCount }, () => new RateWindow(BITRATE_SPAN));
  }

  /** As receivers can have it: measured, or else what a publisher that keeps to its limits sends. */
  get published(): PublishedVideo {
    const expected = layerSizes({
      source: this.source,
      codec: this.codec,
      capture: this.#capture,
      limits: this.#limits,
      negotiated: this.encodingCount,
    });
    const seen = this.measured.findLastIndex((layer) => layer !== undefined) + 1;
    const layers = Array.from(
      { length: Math.max(expected.length, seen) },
      (_, layer) => this.measured[layer]?.size ?? expected[layer] ?? UNSEEN,
    );
    const frameRates = this.measured.flatMap((layer) => layer?.frameRates.at(-1) ?? []);
    const temporalLayers = this.measured.flatMap((layer) => layer?.frameRates.length ?? []);
    return {
      layers,
      frameRate: frameRates.length ? Math.max(...frameRates) : this.#limits.maxFrameRate,
      temporalLayers: Math.min(this.#temporalLayers, ...temporalLayers),
    };
  }

  /**
   * What a layer costs a receiver: as measured, but never much less than what it may grow to; and what it may be where it is
   * not sent at the moment. bit/s
   */
  bitrateOf(layer: number): number {
    const nominal = (this.#encodings[layer]?.maxBitrate ?? this.#limits.maxBitrate) * PACKET_OVERHEAD;
    const measured = (this.rates[layer]?.bitsPerSecond ?? 0) * PACKET_OVERHEAD;
    return measured > 0 ? Math.max(measured, nominal * LEAST_OF_NOMINAL) : nominal;
  }

  /**
   * How much comes of the layers that the publisher should send, by their nominal bitrates; 0..1. A layer in which little
   * moves counts whole. Undefined where nothing is asked for, or not for long enough.
   *
   * @param now milliseconds, monotonic
   */
  delivered(now: number): number | undefined {
    const layer = this.demand.told;
    if (this.#toldLayer?.layer !== layer) this.#toldLayer = { layer, since: now };
    // What is on a screen may stand still for minutes.
    if (layer < 0 || this.source === 'SCREEN' || now - this.#toldLayer.since < STARTING) return undefined;
    let expected = 0;
    let received = 0;
    for (const [index, { active, maxBitrate }] of this.#encodings.slice(0, layer + 1).entries()) {
      if (!active) continue;
      expected += maxBitrate;
      received += maxBitrate * Math.min(1, (this.rates[index]?.bitsPerSecond ?? 0) / (maxBitrate * FLOWING));
    }
    return expected > 0 ? received / expected : undefined;
  }

  get #encodings(): readonly VideoEncoding[] {
    const { source, codec, encodingCount: negotiated } = this;
    return videoEncodings({ source, codec, capture: this.#capture, limits: this.#limits, negotiated });
  }

  /** Each encoding as measured, with its bitrate. */
  get use(): readonly LayerUse[] {
    const count = Math.max(this.measured.length, 1);
    return Array.from({ length: count }, (_, layer) => ({
      measured: this.measured[layer],
      bitrate: this.rates[layer]?.bitsPerSecond ?? 0,
    }));
  }
}
