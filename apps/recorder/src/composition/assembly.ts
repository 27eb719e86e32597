import { once } from 'node:events';
import { startFfmpeg, type Supervision } from './media-program.js';

/** A stretch of the timeline that a decoder fills; what it does not fill stays as if nothing was there. */
export interface AssemblyPart {
  /** Where it begins, in units from the start. */
  readonly at: number;
  /** No more units than these are taken. */
  readonly units: number;
  /** The captured file. */
  readonly path: string;
  /** What makes ffmpeg write the units, raw, to its standard output. */
  readonly decoder: readonly string[];
}

export interface Assembly {
  /** In order, none reaching into the next. */
  readonly parts: readonly AssemblyPart[];
  readonly totalUnits: number;
  readonly unitBytes: number;
  /** Some units of nothing: black, or silence. */
  readonly nothing: Buffer;
  /** What makes ffmpeg encode the units that it reads, raw, from its standard input. */
  readonly encoder: readonly string[];
}

export interface AssemblyWatch {
  onProgress(share: number): void;
  /** A file could not be decoded to its end; what was decoded is used. */
  onDamage(path: string, reason: string): void;
}

/**
 * One continuous stream out of pieces: exactly as many units as the timeline has, each piece at its place to the unit, so
 * that no error of one piece moves what comes after it.
 */
export async function assemble(assembly: Assembly, supervision: Supervision, watch: AssemblyWatch): Promise<void> {
  const over = new AbortController();
  const signal = AbortSignal.any([supervision.signal, over.signal]);
  try {
    await assembleUnder(assembly, { ...supervision, signal }, watch);
  } finally {
    // Nothing of it runs on after an error.
    over.abort();
  }
}

async function assembleUnder(assembly: Assembly, supervision: Supervision, watch: AssemblyWatch): Promise<void> {
  const { parts, totalUnits, unitBytes, nothing } = assembly;
  const encoder = startFfmpeg(assembly.encoder, supervision);
  const totalBytes = totalUnits * unitBytes;
  let written = 0;

  const write = async (bytes: Buffer): Promise<void> => {
    written += bytes.length;
    if (!encoder.stdin.write(bytes)) await Promise.race([once(encoder.stdin, 'drain'), encoder.finished]);
    watch.onProgress(written / totalBytes);
  };
  const fillTo = async (target: number): Promise<void> => {
    // A decoder that was cut off may have left half a unit.
    const partial = written % unitBytes;
    if (partial > 0 && written < target) await write(nothing.subarray(partial, unitBytes));
    while (written < target) await write(nothing.subarray(0, Math.min(nothing.length, target - written)));
  };
  const decode = async (part: AssemblyPart): Promise<void> => {
    const end = Math.min(totalBytes, (part.at + part.units) * unitBytes);
    const decoder = startFfmpeg(part.decoder, supervision);
    decoder.stdin.end();
    for await (const chunk of decoder.stdout as AsyncIterable<Buffer>) {
      if (written >= end) continue;
      await write(chunk.subarray(0, end - written));
    }
    try {
      await decoder.finished;
    } catch (error) {
      supervision.signal.throwIfAborted();
      watch.onDamage(part.path, error instanceof Error ? error.message : String(error));
    }
  };

  for (const part of parts) {
    await fillTo(part.at * unitBytes);
    await decode(part);
  }
  await fillTo(totalBytes);
  encoder.stdin.end();
  await encoder.finished;
}
