import { readFile } from 'node:fs/promises';

/** What the sfu-node's policy was asked, once a second, and what it decided. */
export interface AdaptationLog {
  /** One receiver's inputs, as `adapt()` takes them. */
  readonly inputs: readonly unknown[];
  readonly decisions: readonly { readonly at: number; readonly change: string; readonly cause: string }[];
}

interface LogLine {
  readonly msg?: string;
  readonly peer?: string;
  readonly inputs?: { readonly now: number; readonly wanted: readonly unknown[] };
  readonly decision?: { readonly change: string; readonly cause: string };
}

/** Reads the sfu-node's log (level debug) for the one receiver that was shown a video. */
export async function readAdaptationLog(file: string): Promise<AdaptationLog> {
  const lines = (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogLine);
  const measured = lines.filter(({ msg, inputs }) => msg === 'receiver measured' && (inputs?.wanted.length ?? 0) > 0);
  // The receiver's own camera is shown to the publisher for a moment.
  const [[peer] = []] = [...Map.groupBy(measured, (line) => line.peer)].sort(([, a], [, b]) => b.length - a.length);
  const own = lines.filter((line) => line.peer === peer);
  return {
    inputs: own.flatMap(({ msg, inputs }) => (msg === 'receiver measured' && inputs ? [inputs] : [])),
    decisions: own.flatMap(({ msg, inputs, decision }) =>
      msg === 'receiver adapted' && inputs && decision
        ? [{ at: inputs.now, change: decision.change, cause: decision.cause }]
        : [],
    ),
  };
}
