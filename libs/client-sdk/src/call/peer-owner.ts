import type { Joined } from '@videocall/signalling';
import type { MediaEncryption } from '../encryption/media-encryption.js';
import type { IceServers } from '../media/ice-servers.js';
import type { LocalMedia } from '../media/local-media.js';
import type { MediaDevice } from '../media/media-device.js';
import { MediaWatch } from '../media/media-watch.js';
import { PeerMedia } from '../media/peer-media.js';
import type { Requests } from '../signalling/requests.js';
import { mark } from '../timing.js';

/** ICE restarts must not wait for a dead connection as long as other requests. */
const RESTART_TIMEOUT_MS = 3000;

export interface PeerOwnerListener {
  /** What is received can be shown, or no longer. */
  received(): void;
  subscriptionFailed(trackId: string, message: string): void;
  /** All media in use flows, or no longer. */
  connected(connected: boolean): void;
  /** The peer is of no more use: another is needed. */
  lost(): void;
}

/** Holds the one peer that the call has at a time, and what belongs to it alone; while one moves, also the former one. */
export class PeerOwner {
  #peer: PeerMedia | undefined;
  #former: PeerMedia | undefined;
  #watch: MediaWatch | undefined;
  #ended = new AbortController();

  constructor(
    private readonly requests: Requests,
    private readonly local: LocalMedia,
    private readonly iceServers: IceServers,
    private readonly encryption: MediaEncryption | undefined,
    private readonly listener: PeerOwnerListener,
  ) {}

  get current(): PeerMedia | undefined {
    return this.#peer;
  }

  /** Puts a new peer in the place of the one there was. */
  open(mediaDevice: MediaDevice, joined: Joined): PeerMedia {
    this.close();
    return this.#make(mediaDevice, joined);
  }

  /** The same, but what there was goes on sending and receiving until `closeFormer`. */
  moveTo(mediaDevice: MediaDevice, joined: Joined): PeerMedia {
    this.closeFormer();
    this.#former = this.#peer;
    this.#leave();
    return this.#make(mediaDevice, joined);
  }

  /** From now on the present peer alone counts. */
  closeFormer(): void {
    if (!this.#former) return;
    this.#former.close();
    this.#former = undefined;
    if (this.#watch) this.listener.connected(this.#watch.connected);
  }

  #make({ device }: MediaDevice, { media, participantId }: Joined): PeerMedia {
    this.local.detach();
    const { signal } = (this.#ended = new AbortController());
    this.#peer = new PeerMedia(
      {
        device,
        iceServers: this.iceServers.present,
        snapshot: media,
        encryption: this.encryption,
        participantId,
      },
      {
        connect: (request) => this.requests.send('connectMedia', request, { signal }),
        resumeSubscriptions: (request) => this.requests.send('resumeSubscriptions', request, { signal }),
      },
      {
        received: () => this.listener.received(),
        transportChanged: () => this.update(),
        subscriptionFailed: (trackId, error) =>
          this.listener.subscriptionFailed(trackId, error instanceof Error ? error.message : String(error)),
        connectFailed: () => {
          if (!signal.aborted) this.listener.lost();
        },
      },
    );
    return this.#peer;
  }

  /**
   * Publishes once what is received is on its way: one waits for others' pictures more than for one's own.
   *
   * @returns whether the peer is the present one still
   */
  async publishOn(peer: PeerMedia): Promise<boolean> {
    const { signal } = this.#ended;
    await peer.opened;
    if (signal.aborted) return false;
    this.local.attach(peer);
    this.#watch = this.#watchMedia(peer, signal);
    this.#watch.update();
    return true;
  }

  /** To be called when what is in use may have changed. */
  update(): void {
    this.#watch?.update();
  }

  /** The network changed under the connection. */
  restartIce(): void {
    this.#watch?.restartNow();
  }

  /** Gives up requests that are on their way for this peer. */
  abandon(): void {
    this.#ended.abort();
  }

  close(): void {
    this.#former?.close();
    this.#former = undefined;
    this.#leave();
    this.#peer?.close();
  }

  #leave(): void {
    this.#watch?.stop();
    this.#watch = undefined;
    this.abandon();
  }

  #watchMedia(peer: PeerMedia, signal: AbortSignal): MediaWatch {
    let everConnected = false;
    return new MediaWatch(peer, {
      requestRestart: async (directions) => {
        await peer.useIceServers(await this.iceServers.fresh(!everConnected));
        return this.requests.send('restartIce', { directions }, { signal, timeoutMs: RESTART_TIMEOUT_MS });
      },
      changed: (connected) => {
        everConnected ||= connected;
        if (connected) mark('mediaConnected');
        // While the former peer goes on, nothing is missed.
        if (connected || !this.#former) this.listener.connected(connected);
      },
      hopeless: () => this.listener.lost(),
    });
  }
}
