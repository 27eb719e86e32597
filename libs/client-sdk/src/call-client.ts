import type { Joined } from '@videocall/signalling';
import { CallError } from './call-error.js';
import { ActiveCall } from './call/active-call.js';
import { Admission, type EntryProof, type Manners } from './call/admission.js';
import { CallCore } from './call/call-core.js';
import { findReloadRecord, type ReloadRecord } from './call/reload-record.js';

import { captureCamera, captureMicrophone } from './devices/capture.js';
import { CallKeys } from './encryption/call-keys.js';
import { MediaEncryption, startFrameWorker } from './encryption/media-encryption.js';
import { newId } from './ids.js';
import type { EntryOptions, JoinOptions, LocalTrackInput } from './join-options.js';
import {
  createBrowserDevice,
  fetchMediaConfiguration,
  loadMediaDevice,
  type CreateDevice,
  type MediaDevice,
} from './media/media-device.js';
import { onlyOver, type MediaProtocol } from './media/only-over.js';
import type { GetAccessToken } from './signalling/access-tokens.js';
import { Signalling } from './signalling/signalling.js';
import { mark } from './timing.js';

export interface CallClientOptions {
  /** Where the server is, for example `https://call.example.com`. */
  readonly url: string;
  readonly getAccessToken: GetAccessToken;
  /** Media over this protocol and no other, to find out whether it gets through. Default: whichever does, UDP first. */
  readonly mediaOver?: MediaProtocol;
}

/** The way into calls of one server, for one identity. */
export class CallClient {
  #signalling: Signalling | undefined;
  #device: Promise<MediaDevice> | undefined;

  constructor(
    private readonly options: CallClientOptions,
    private readonly createDevice: CreateDevice = createBrowserDevice,
  ) {}

  /**
   * Does before the click what can be done before it: loads the codec list and connects. Optional; safe to repeat, for
   * instance whenever the pre-join page is shown again.
   *
   * @throws CallError CONNECTION_LOST, BROWSER_UNSUPPORTED, TOKEN_…
   */
  async prepare(): Promise<void> {
    await Promise.all([this.#loadDevice(false), this.#connection().connect()]);
  }

  /**
   * Enters a call. Resolves when the server has let one in; media follows within moments (`getState().connection`).
   *
   * @throws CallError with the reason of the refusal: CALL_FULL, CALL_LOCKED, CALL_ENDED, GRANT_EXPIRED, GRANT_FOREIGN, …;
   *   ENCRYPTION_UNSUPPORTED with a key, CALL_KEY_MISSING without one
   */
  async join(options: JoinOptions): Promise<ActiveCall> {
    mark('joinRequested');
    const { grant, displayName, sendProfile = 'AUTO', receiveProfile = 'AUTO' } = options;
    return this.#enter(options, { displayName, sendProfile, receiveProfile }, { grant });
  }

  /** What this tab was doing before it was reloaded, if that was a moment ago: to be given to `resumeAfterReload`. */
  findReload(callId?: string): ReloadRecord | undefined {
    return findReloadRecord(callId);
  }

  /**
   * Goes on after a reload as the same participant, with the same devices, mute states and profiles. A device that cannot
   * be had at once is left out.
   *
   * @throws CallError as `join`; also where the place was lost and there is no `getGrant`
   */
  async resumeAfterReload(
    record: ReloadRecord,
    options: Pick<EntryOptions, 'getGrant' | 'videoCodec' | 'callKey'> = {},
  ): Promise<ActiveCall> {
    mark('joinRequested');
    const { displayName, sendProfile, receiveProfile, microphone, camera } = record;
    const [heard, seen] = await Promise.all([
      recapture(microphone, (deviceId) => captureMicrophone({ deviceId })),
      // A camera that was off stays off until it is published again.
      recapture(camera?.muted ? undefined : camera, (deviceId) => captureCamera({ deviceId, sendProfile })),
      this.prepare(),
    ]);
    const manners = { displayName: displayName || undefined, sendProfile, receiveProfile };
    const call = await this.#enter({ ...options, microphone: heard, camera: seen }, manners, {
      resumeToken: record.resumeToken,
    });
    // A speaker that is gone: the default sounds.
    if (record.speakerId) await call.switchDevice('SPEAKER', record.speakerId).catch(() => undefined);
    return call;
  }

  /** Closes the connection that `prepare` opened, where no call was joined on it. */
  close(): void {
    this.#signalling?.close();
    this.#signalling = undefined;
  }

  async #enter(options: EntryOptions, manners: Manners, proof: EntryProof): Promise<ActiveCall> {
    // Before anything else: who cannot encrypt does not come in.
    const worker = options.callKey === undefined ? undefined : await startFrameWorker();
    try {
      return await this.#enterWith(worker, options, manners, proof);
    } catch (error) {
      worker?.terminate();
      throw error;
    }
  }

  async #enterWith(
    worker: Worker | undefined,
    options: EntryOptions,
    manners: Manners,
    proof: EntryProof,
  ): Promise<ActiveCall> {
    const signalling = this.#connection();
    const admission = new Admission(signalling, (fresh) => this.#loadDevice(fresh), options.getGrant ?? noGrant);
    const entry =
      'grant' in proof ? await admission.enter(proof, manners) : await admission.enterAgain(proof.resumeToken, manners);
    mark('joinReplied');
    // The connection is the call's from now on.
    this.#signalling = undefined;
    const encryption = await encryptionOf(entry.joined, worker, options.callKey).catch((error: unknown) => {
      // Unheard, the place is given back once the connection is gone.
      const told = signalling.attempt('leave', { requestId: newId('req') }).catch(() => undefined);
      void told.finally(() => signalling.close());
      throw error;
    });
    const core = new CallCore(entry, {
      signalling,
      admission,
      manners,
      // Encrypted frames of other codecs cannot be told apart on their way.
      videoCodec: encryption ? 'VP8' : (options.videoCodec ?? 'VP8'),
      encryption,
      microphone: options.microphone,
      camera: options.camera,
      fetchIceServers: async () => {
        const { url, getAccessToken } = this.options;
        return (await fetchMediaConfiguration(url, getAccessToken)).iceServers;
      },
    });
    return new ActiveCall(core);
  }

  #connection(): Signalling {
    this.#signalling ??= new Signalling(this.options.url, this.options.getAccessToken);
    return this.#signalling;
  }

  #loadDevice(fresh: boolean): Promise<MediaDevice> {
    if (this.#device && !fresh) return this.#device;
    const { url, getAccessToken } = this.options;
    const loading = loadMediaDevice(url, getAccessToken, this.createDevice);
    this.#device = loading;
    // What failed is tried again the next time.
    loading.catch(() => {
      if (this.#device === loading) this.#device = undefined;
    });
    return loading;
  }
}

/** Makes a client; nothing is connected before `prepare` or `join`. */
export function createCallClient(options: CallClientOptions): CallClient {
  const { mediaOver } = options;
  return new CallClient(options, mediaOver && onlyOver(mediaOver, createBrowserDevice));
}

function noGrant(): Promise<string> {
  return Promise.reject(new CallError('GRANT_EXPIRED', 'This admission has expired.'));
}

/** @throws CallError CALL_KEY_MISSING */
async function encryptionOf(
  { call }: Joined,
  worker: Worker | undefined,
  callKey: string | undefined,
): Promise<MediaEncryption | undefined> {
  if (worker && callKey !== undefined) return MediaEncryption.with(worker, await CallKeys.of(callKey, call.id));
  if (call.endToEndEncrypted) throw CallError.client('CALL_KEY_MISSING');
  return undefined;
}

async function recapture(
  before: { readonly muted: boolean; readonly deviceId: string | undefined } | undefined,
  capture: (deviceId: string | undefined) => Promise<MediaStreamTrack>,
): Promise<LocalTrackInput | undefined> {
  if (!before) return undefined;
  try {
    return { track: await capture(before.deviceId), muted: before.muted };
  } catch {
    return undefined;
  }
}
