import type { CapacityActions, CapacityMode, Levels, Resource } from '../../domain/capacity.js';

/** How full one resource is, and since when. */
export interface CapacityCause {
  readonly resource: Resource;
  readonly level: number;
  readonly measured: number;
  readonly since: Date;
}

export interface CapacityChange {
  readonly cause: CapacityCause;
  readonly mode: CapacityMode;
  readonly actions: CapacityActions;
}

/** What a machine has sent since it was started, as its sfu-node tells. */
export interface SentBytes {
  readonly nodeId: string;
  readonly counter: number;
}

/** How full the server is (OPS-2), in one transaction. */
export interface CapacityTable {
  /** From here to the end of the transaction nobody else judges how full the server is. */
  lock(): Promise<void>;
  causes(): Promise<CapacityCause[]>;
  levels(): Promise<Levels>;
  /** What was measured last, and the level it came to; `since` changes with the level only. */
  save(resource: Resource, level: number, measured: number): Promise<CapacityCause>;
  /** Tells everybody of a level that changed. */
  tell(change: CapacityChange): Promise<void>;
  /** @returns bytes that each machine sent in this month, with what was told now */
  addTraffic(sent: readonly SentBytes[]): Promise<number[]>;
}
