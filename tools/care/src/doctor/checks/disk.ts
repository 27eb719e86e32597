import { existsSync, readdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { Findings } from '../finding.ts';

/** Where the compose file mounts the volumes that grow, each under its own name. */
const VOLUMES = '/volumes';
/** Percent (OPS-2). */
const WARN_AT = 70;
const FAIL_AT = 85;

interface Usage {
  readonly name: string;
  readonly percent: number;
  readonly freeGigabytes: number;
}

/** As `df` counts: of what is not reserved for root. */
function usageOf(name: string, folder: string): Usage {
  const { bsize, blocks, bfree, bavail, files, ffree } = statfsSync(folder);
  const used = blocks - bfree;
  const full = used + bavail === 0 ? 0 : used / (used + bavail);
  const inodes = files === 0 ? 0 : (files - ffree) / files;
  return { name, percent: Math.round(100 * Math.max(full, inodes)), freeGigabytes: (bavail * bsize) / 1e9 };
}

/** Whether there is room for what comes. */
export async function checkDisk(): Promise<Findings> {
  const findings = new Findings('disk');
  const volumes = existsSync(VOLUMES) ? readdirSync(VOLUMES) : [];
  const usages = [usageOf('docker', '/'), ...volumes.map((name) => usageOf(name, join(VOLUMES, name)))];
  for (const { name, percent, freeGigabytes } of usages) {
    const says = `the disk of ${name} is ${percent} % full, ${freeGigabytes.toFixed(1)} GB are free`;
    const cure =
      'make room: docker image prune --all removes images of old versions; delete recordings in the app, or move them to S3 (STORAGE_… in deploy/.env); or have the disk enlarged';
    if (percent >= FAIL_AT) findings.fail(says, cure);
    else if (percent >= WARN_AT) findings.warn(says, cure);
  }
  const fullest = Math.max(...usages.map(({ percent }) => percent));
  if (findings.all.length === 0) findings.good(`the fullest disk is ${fullest} % full`);
  return findings;
}
