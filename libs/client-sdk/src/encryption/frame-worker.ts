// The worker through which every encoded frame of an encrypted call goes (W3C WebRTC Encoded Transform).
import { DecryptionWatch } from './decryption-watch.js';
import { decryptFrame, FrameEncryption } from './frame-cipher.js';
import type { TransformOptions, WorkerMessage } from './worker-messages.js';

/** What TypeScript knows only of pages or only of workers. */
interface EncodedFrame {
  data: ArrayBuffer;
}
interface Transformer {
  readonly options: TransformOptions;
  readonly readable: ReadableStream<EncodedFrame>;
  readonly writable: WritableStream<EncodedFrame>;
}
interface WorkerScope {
  onrtctransform: (event: { readonly transformer: Transformer }) => void;
  postMessage(message: WorkerMessage): void;
}

const scope = self as unknown as WorkerScope;

/** A frame that `change` gives nothing for goes no further. */
function frameByFrame(change: (data: ArrayBuffer) => Promise<ArrayBuffer | undefined>) {
  return new TransformStream<EncodedFrame, EncodedFrame>({
    async transform(frame, controller) {
      const data = await change(frame.data);
      if (data === undefined) return;
      frame.data = data;
      controller.enqueue(frame);
    },
  });
}

function transformFor(options: TransformOptions): TransformStream<EncodedFrame, EncodedFrame> {
  if (options.does === 'encrypt') {
    const encryption = new FrameEncryption(options.key, options.kind);
    return frameByFrame((data) => encryption.encrypt(data));
  }
  const { key, trackId } = options;
  const watch = new DecryptionWatch((works) => scope.postMessage({ type: 'decryption', trackId, works }));
  return frameByFrame(async (data) => {
    const decrypted = await decryptFrame(key, data);
    watch.frame(decrypted !== undefined);
    return decrypted;
  });
}

scope.onrtctransform = ({ transformer: { options, readable, writable } }) => {
  // It ends with an error when the sender or receiver is gone, and then nothing is left to be done.
  readable
    .pipeThrough(transformFor(options))
    .pipeTo(writable)
    .catch(() => undefined);
};
scope.postMessage({ type: 'ready' });
