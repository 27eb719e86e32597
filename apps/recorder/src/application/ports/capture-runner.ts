import type { CaptureFact } from '../../domain/capture-facts.js';

export interface CaptureControls {
  /** The capture is to end. */
  readonly ending: AbortSignal;
  /** This process is to end, or has lost its claim; the capture goes on elsewhere. */
  readonly stopping: AbortSignal;
  /** Told when media is being captured, and when not any more. */
  readonly onCapturing: (capturing: boolean) => void;
}

/** Captures calls, each in a process of its own. */
export abstract class CaptureRunner {
  /**
   * Captures until there is nothing more to capture; a process that dies is followed by another one.
   * @returns `ended`: all there was is captured; `stopped`: it was cut short by `stopping`
   */
  abstract run(recordingId: string, controls: CaptureControls): Promise<'ended' | 'stopped'>;
  /** What was captured and what happened meanwhile, in order; also by earlier processes. */
  abstract facts(recordingId: string): Promise<readonly CaptureFact[]>;
}
