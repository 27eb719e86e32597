import { readdirSync, readFileSync } from 'node:fs';

/** Field 4 of /proc/PID/stat (proc(5)), and the program's name, which is in parentheses. */
const STAT = /^\d+ \((.*)\) \S (\d+) /s;

/** Pids of the processes of a program that descend from a process. */
export function descendants(ancestor: number, program: string): number[] {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, command = '', parent = ''] = STAT.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
        return [{ pid: Number(name), command, parent: Number(parent) }];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
  const parents = new Map(processes.map(({ pid, parent }) => [pid, parent]));
  const descends = (pid: number): boolean => {
    for (let up = parents.get(pid); up !== undefined && up > 0; up = parents.get(up)) if (up === ancestor) return true;
    return false;
  };
  return processes.filter(({ pid, command }) => command === program && descends(pid)).map(({ pid }) => pid);
}
