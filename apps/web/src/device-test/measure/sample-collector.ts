import type { CallStatistics, DirectionStatistics } from '@videocall/client-sdk';
import type { Figures } from './verdict.js';

/** Gathers what the browser measures, two seconds at a time, into one figure each. */
export class SampleCollector {
  readonly #samples: CallStatistics[] = [];

  add(sample: CallStatistics): void {
    this.#samples.push(sample);
  }

  get figures(): Pick<Figures, 'roundTripMs' | 'lossDown' | 'jitterDownMs' | 'bandwidthUp' | 'bandwidthDown'> {
    const sent = this.#samples.map(({ send }) => send);
    const sounds = this.#samples.flatMap(({ receive }) => soundOf(receive));
    return {
      roundTripMs: mean(sent.map(({ roundTripMs }) => roundTripMs).filter((value) => value > 0)),
      lossDown: mean(sounds.map(({ lossRatio }) => lossRatio)),
      jitterDownMs: mean(sounds.map(({ jitterMs }) => jitterMs)),
      // The estimate rises until what is sent is all that there is to send.
      bandwidthUp: largest(sent.map(({ availableBitrate }) => availableBitrate)),
      bandwidthDown: largest(this.#samples.map(({ receive }) => receive.bitrate)),
    };
  }

  /** How media goes now: udp, tcp, or nothing known. */
  get protocol(): string {
    return this.#samples.at(-1)?.send.protocol ?? '';
  }

  get relayed(): boolean {
    return this.#samples.at(-1)?.send.relayed ?? false;
  }
}

const soundOf = ({ tracks }: DirectionStatistics) =>
  tracks.filter(({ kind, bitrate }) => kind === 'audio' && bitrate > 0);

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function largest(values: readonly number[]): number | undefined {
  const most = Math.max(0, ...values);
  return most > 0 ? most : undefined;
}
