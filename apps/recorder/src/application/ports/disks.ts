import type { DiskUse } from '../../domain/retention.js';

/** The disks that recordings take room on. */
export abstract class Disks {
  /** Of the captures and what is composed of them. */
  abstract ofWork(): Promise<DiskUse>;
  /** Of the stored files; undefined where they are not on a disk of this machine. */
  abstract ofStorage(): Promise<DiskUse | undefined>;
}
