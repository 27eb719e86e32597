/** Of all processors together since the machine was started, in any unit. */
export interface ProcessorTimes {
  readonly busy: number;
  readonly idle: number;
}

/** How busy they were between two readings, 0..1. */
export function busyShare(before: ProcessorTimes, after: ProcessorTimes): number {
  const busy = after.busy - before.busy;
  const all = busy + after.idle - before.idle;
  return all > 0 ? busy / all : 0;
}

/** Bridges, containers and tunnels are inside the machine. */
const INSIDE = /^(lo|br-|docker|veth|virbr|tun|wg)/;
/** Where a line of /proc/net/dev has the bytes sent, after the interface's name. */
const SENT_COLUMN = 8;

/**
 * What the machine has sent to others since it was started.
 * @param table the text of /proc/net/dev (proc(5))
 */
export function sentBytes(table: string): number {
  return table.split('\n').reduce((sum, line) => {
    const [name = '', figures] = line.split(':');
    if (figures === undefined || INSIDE.test(name.trim())) return sum;
    return sum + Number(figures.trim().split(/\s+/)[SENT_COLUMN] ?? 0);
  }, 0);
}
