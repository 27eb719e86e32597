import type { FrameKind } from './frame-cipher.js';

// What the page and the worker that encrypts say to each other.

/** What a transform is made with: the options of `RTCRtpScriptTransform`. */
export type TransformOptions =
  | { readonly does: 'encrypt'; readonly kind: FrameKind; readonly key: CryptoKey }
  | { readonly does: 'decrypt'; readonly trackId: string; readonly key: CryptoKey };

export type WorkerMessage =
  /** The worker's script runs. */
  | { readonly type: 'ready' }
  /** A received track can be decrypted, or no longer. */
  | { readonly type: 'decryption'; readonly trackId: string; readonly works: boolean };
