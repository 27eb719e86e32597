import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** Below everything that calls depend on. */
const NICENESS = '15';
const STDERR_KEPT = 4000;

/** How long and under whose control a program runs. */
export interface Supervision {
  /** Kills it. */
  readonly signal: AbortSignal;
  /** Killed when it takes longer. */
  readonly timeoutMs: number;
}

/** A program of ffmpeg's that did not end well. */
export class MediaProgramFailed extends Error {
  override readonly name = 'MediaProgramFailed';
}

export interface MediaProgram {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Fulfilled when it has ended well, rejected with the end of what it said when not; never unhandled. */
  readonly finished: Promise<void>;
}

function outcomeOf(child: ChildProcess, name: string, supervision: Supervision): Promise<void> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-STDERR_KEPT)));
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      said += `\ntook longer than ${supervision.timeoutMs} ms`;
      child.kill('SIGKILL');
    }, supervision.timeoutMs);
    child.once('error', (error) => {
      clearTimeout(late);
      reject(supervision.signal.aborted ? supervision.signal.reason : error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(late);
      if (code === 0) resolve();
      else if (supervision.signal.aborted) reject(supervision.signal.reason);
      else reject(new MediaProgramFailed(`${name} ended with ${signal ?? code}: ${said.trim()}`));
    });
  });
}

/**
 * Starts ffmpeg or ffprobe with low priority. The kernel kills it when we die, however we die (PR_SET_PDEATHSIG), so that
 * whoever goes on with our work does not meet it.
 */
export function startMediaProgram(
  program: 'ffmpeg' | 'ffprobe',
  args: readonly string[],
  supervision: Supervision,
): MediaProgram {
  supervision.signal.throwIfAborted();
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', 'nice', '-n', NICENESS, program, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    signal: supervision.signal,
    killSignal: 'SIGKILL',
  });
  // Its end is told by `finished`; a write to one that has ended would otherwise be an error of its own.
  child.stdin.on('error', () => child.stdin.destroy());
  const finished = outcomeOf(child, program, supervision);
  finished.catch(() => undefined);
  return { stdin: child.stdin, stdout: child.stdout, finished };
}

const FFMPEG = ['-hide_banner', '-nostats', '-v', 'error', '-y'];

/** Starts ffmpeg with what all uses have in common. */
export function startFfmpeg(args: readonly string[], supervision: Supervision): MediaProgram {
  return startMediaProgram('ffmpeg', [...FFMPEG, ...args], supervision);
}

/**
 * Runs ffmpeg to its end.
 * @param onTime told how far it is in its output, in ms
 */
export async function runFfmpeg(
  args: readonly string[],
  supervision: Supervision,
  onTime: (ms: number) => void = () => undefined,
): Promise<void> {
  const { stdin, stdout, finished } = startFfmpeg(['-progress', 'pipe:1', ...args], supervision);
  stdin.end();
  stdout.setEncoding('utf8').on('data', (text: string) => {
    const microseconds = /out_time_us=(\d+)/.exec(text)?.[1];
    if (microseconds) onTime(Number(microseconds) / 1000);
  });
  await finished;
}

/** Runs ffprobe and gives each line that it prints to `onLine`. */
export async function runFfprobe(
  args: readonly string[],
  supervision: Supervision,
  onLine: (line: string) => void,
): Promise<void> {
  const { stdin, stdout, finished } = startMediaProgram(
    'ffprobe',
    ['-hide_banner', '-v', 'error', ...args],
    supervision,
  );
  stdin.end();
  let rest = '';
  for await (const text of stdout.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  }
  if (rest) onLine(rest);
  await finished;
}
