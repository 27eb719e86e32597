import type { TrackSource } from '@videocall/signalling';
import { CallError } from '../call-error.js';
import type { CallKeys } from './call-keys.js';
import type { TransformOptions, WorkerMessage } from './worker-messages.js';

/** Whether this browser can take part in calls with end-to-end encryption: not outside HTTPS, and not when it is old. */
export function canEncryptMedia(): boolean {
  return 'RTCRtpScriptTransform' in globalThis && 'subtle' in crypto && typeof Worker !== 'undefined';
}

/** Put on a sender or receiver in the moment that it is made: later, frames would already have gone out in clear. */
export type PutTransform<On extends RTCRtpSender | RTCRtpReceiver> = (on: On) => void;

/** Encrypts all media that one sends in a call, and decrypts what one receives. */
export class MediaEncryption {
  /** Tracks whose frames cannot be decrypted. */
  readonly undecryptable = new Set<string>();
  onChanged: () => void = () => undefined;

  private constructor(
    private readonly worker: Worker,
    private readonly keys: CallKeys,
    /** For comparing by voice (`CallKeys.verificationCode`). */
    readonly verificationCode: string,
  ) {
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      if (data.type !== 'decryption') return;
      if (data.works) this.undecryptable.delete(data.trackId);
      else this.undecryptable.add(data.trackId);
      this.onChanged();
    };
  }

  /** @param worker of `startFrameWorker` */
  static async with(worker: Worker, keys: CallKeys): Promise<MediaEncryption> {
    return new MediaEncryption(worker, keys, await keys.verificationCode());
  }

  /** For what one sends from a source. @param participantId one's own */
  async ofSender(participantId: string, source: TrackSource): Promise<PutTransform<RTCRtpSender>> {
    const kind = source === 'CAMERA' || source === 'SCREEN' ? 'video' : 'audio';
    return this.#transform({ does: 'encrypt', kind, key: await this.keys.ofTrack(participantId, source) });
  }

  /** For a track that one receives. */
  async ofReceiver(track: {
    readonly id: string;
    readonly participantId: string;
    readonly source: TrackSource;
  }): Promise<PutTransform<RTCRtpReceiver>> {
    const key = await this.keys.ofTrack(track.participantId, track.source);
    return this.#transform({ does: 'decrypt', trackId: track.id, key });
  }

  stop(): void {
    this.worker.terminate();
  }

  #transform(options: TransformOptions): PutTransform<RTCRtpSender | RTCRtpReceiver> {
    return (on) => {
      on.transform = new RTCRtpScriptTransform(this.worker, options);
    };
  }
}

/**
 * Starts the worker, and waits until it runs.
 *
 * @throws CallError ENCRYPTION_UNSUPPORTED where the browser has not what it takes, or does not load the script
 */
export async function startFrameWorker(): Promise<Worker> {
  if (!canEncryptMedia()) throw CallError.client('ENCRYPTION_UNSUPPORTED');
  const worker = new Worker(new URL('./frame-worker.js', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onmessage = () => resolve(worker);
    worker.onerror = () => {
      worker.terminate();
      reject(CallError.client('ENCRYPTION_UNSUPPORTED'));
    };
  });
}
