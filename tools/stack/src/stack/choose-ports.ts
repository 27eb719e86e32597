import { areFree, freePorts } from '../process/free-port.ts';
import type { ServiceDefinition } from '../services/service-definition.ts';

/** The name under which a port is kept. */
export const portKey = (service: string, name: string): string => `${service}.${name}`;

/**
 * Gives every service its ports: those it had the last time, where they are still free, so that bookmarks and
 * connections of a developer stay good.
 */
export async function choosePorts(
  kept: Readonly<Record<string, number>>,
  services: readonly Pick<ServiceDefinition, 'name' | 'ports'>[],
): Promise<Record<string, number>> {
  const chosen: Record<string, number> = {};
  const taken = new Set<number>();
  for (const { name, ports } of services) {
    for (const [port, count] of Object.entries(ports)) {
      const key = portKey(name, port);
      const span = (first: number): number[] => Array.from({ length: count }, (_, index) => first + index);
      const mayHave = async (first: number): Promise<boolean> =>
        !span(first).some((one) => taken.has(one)) && (await areFree(first, count));
      let first = kept[key];
      while (first === undefined || !(await mayHave(first))) first = await freePorts(count);
      span(first).forEach((one) => taken.add(one));
      chosen[key] = first;
    }
  }
  return chosen;
}
