import { globSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Machine } from './machine.ts';
import { readRecords } from './machine-record.ts';
import { SYSTEMS } from './machine-system.ts';

/** Below are the router's, the VPS's and the outside's. */
const FIRST_NUMBER = 30;

export interface VpsOptions {
  /** Whether docker.io with compose and buildx is there already; else the Debian is as a provider hands it over. */
  readonly docker?: boolean;
}

/**
 * Boots a whole Debian 12 on the lab's network, which must be up.
 * @param name 1 to 12 small letters and digits
 */
export async function bootVps(name: string, { docker = false }: VpsOptions = {}): Promise<Machine> {
  const records = readRecords();
  if (records.some((record) => record.name === name)) throw new Error(`there is a machine ${name} already`);
  const taken = new Set(records.map(({ number }) => number));
  let number = FIRST_NUMBER;
  while (taken.has(number)) number += 1;
  const machine = await Machine.create(name, number, docker);
  try {
    await machine.boot();
  } catch (error) {
    await machine.remove();
    throw error;
  }
  return machine;
}

/** A machine that {@link bootVps} booted, in this process or another. */
export function machineNamed(name: string): Machine {
  const record = readRecords().find((one) => one.name === name);
  if (!record) throw new Error(`no host is called ${name}`);
  return new Machine(record);
}

/** Ends every booted machine, and removes what is left of earlier ones. */
export async function removeMachines(): Promise<void> {
  for (const record of readRecords()) await new Machine(record).remove();
  for (const root of globSync(join(SYSTEMS, '*'))) await rm(root, { recursive: true, force: true });
}
