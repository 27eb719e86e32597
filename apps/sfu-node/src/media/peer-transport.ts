import { Refusal } from '@videocall/errors';
import { sfuV1 } from '@videocall/contracts';
import type { DtlsParameters, IceParameters, Router, WebRtcServer, WebRtcTransport } from 'mediasoup/types';
import { newId } from '../domain/ids.js';

export type TransportDirection = 'SEND' | 'RECEIVE';

/** Without an answer to ICE for this long, the way is lost. Seconds; Chromium asks every 2.5 s. */
const ICE_CONSENT_TIMEOUT = 10;
/** What a receiver's path is taken for until it was measured. bit/s */
export const FIRST_OUTGOING_BITRATE = 1_000_000;

/** One of a peer's two WebRTC transports. Directions are the client's: it sends on SEND. */
export class PeerTransport {
  readonly id = newId('trans');
  readonly direction: TransportDirection;
  readonly webRtc: WebRtcTransport;
  #connecting: { readonly fingerprints: string; readonly done: Promise<void> } | undefined;

  #wasUp = false;

  private constructor(direction: TransportDirection, webRtc: WebRtcTransport) {
    this.direction = direction;
    this.webRtc = webRtc;
    webRtc.on('icestatechange', () => (this.#wasUp ||= this.isUp));
    webRtc.on('dtlsstatechange', () => (this.#wasUp ||= this.isUp));
  }

  static async open(direction: TransportDirection, router: Router, webRtcServer: WebRtcServer): Promise<PeerTransport> {
    const webRtc = await router.createWebRtcTransport({
      webRtcServer,
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
      iceConsentTimeout: ICE_CONSENT_TIMEOUT,
      ...(direction === 'RECEIVE' ? { initialAvailableOutgoingBitrate: FIRST_OUTGOING_BITRATE } : {}),
    });
    return new PeerTransport(direction, webRtc);
  }

  /** The client began to connect it. */
  get wasTried(): boolean {
    return this.#connecting !== undefined;
  }

  /** It carried media, or could have: only then can it be lost. */
  get wasUp(): boolean {
    return this.#wasUp;
  }

  get isUp(): boolean {
    const { iceState, dtlsState } = this.webRtc;
    return (iceState === 'connected' || iceState === 'completed') && dtlsState === 'connected';
  }

  /**
   * The same parameters again are a retry, and fine.
   *
   * @throws Refusal TRANSPORT_ALREADY_CONNECTED with other parameters, DTLS_PARAMETERS_INVALID
   */
  connect(dtlsParameters: DtlsParameters): Promise<void> {
    const fingerprints = JSON.stringify(
      dtlsParameters.fingerprints.map(({ algorithm, value }) => `${algorithm} ${value.toUpperCase()}`).sort(),
    );
    if (this.#connecting) {
      if (this.#connecting.fingerprints !== fingerprints) throw new Refusal('TRANSPORT_ALREADY_CONNECTED');
      return this.#connecting.done;
    }
    const done = this.webRtc.connect({ dtlsParameters }).catch((error: unknown) => {
      this.#connecting = undefined;
      throw error instanceof TypeError ? new Refusal('DTLS_PARAMETERS_INVALID', { cause: error }) : error;
    });
    this.#connecting = { fingerprints, done };
    return done;
  }

  restartIce(): Promise<IceParameters> {
    return this.webRtc.restartIce();
  }

  view(): sfuV1.WebRtcTransport {
    return {
      id: this.id,
      direction: sfuV1.TransportDirection[this.direction],
      iceParametersJson: JSON.stringify(this.webRtc.iceParameters),
      iceCandidatesJson: JSON.stringify(this.webRtc.iceCandidates),
      dtlsParametersJson: JSON.stringify(this.webRtc.dtlsParameters),
    };
  }
}
