import { z } from 'zod';
import { ProgramFailed, run } from './program.ts';

/** One name for all installations, so that a server that was restored elsewhere continues its own history. */
const HOST = 'videocall';
const NO_SUCH_REPOSITORY =
  /Is there a repository at the following location|unable to open config file|config file .*not exist/;

/** restic would go on to read what is cut off, again and again for a quarter of an hour. */
const DAMAGED = /unexpected file size|ciphertext verification failed|does not match, want/;

const snapshotList = z.array(
  z.object({ id: z.string(), time: z.coerce.date(), tags: z.array(z.string()).default([]) }),
);
export type Snapshot = z.output<typeof snapshotList>[number];
const summary = z.object({ message_type: z.literal('summary'), snapshot_id: z.string(), data_added: z.number() });

export interface RepositoryAccess {
  /** In restic's syntax: `sftp:user@host:path`, `s3:https://host/bucket`. */
  readonly repository: string;
  readonly password: string;
  /** Variables for the place that it lies at, such as the access key of a bucket. */
  readonly env: Readonly<Record<string, string>>;
  /** Options of restic for it, such as how to connect by SSH. */
  readonly options: readonly string[];
}

/** An encrypted repository of backups (restic). What was changed in it, or cut off, is never read as if it were whole. */
export class Restic {
  readonly #access: RepositoryAccess;

  constructor(access: RepositoryAccess) {
    this.#access = access;
  }

  /** Makes the repository where there is none yet. */
  async ensureRepository(): Promise<void> {
    try {
      await this.#run(['cat', 'config']);
    } catch (error) {
      if (!(error instanceof ProgramFailed) || !NO_SUCH_REPOSITORY.test(error.message)) throw error;
      await this.#run(['init']);
    }
  }

  /** Removes locks of processes that died. */
  async unlock(): Promise<void> {
    await this.#run(['unlock', '--quiet']);
  }

  /**
   * Saves a folder.
   * @returns the beginning of the snapshot's id, and by how many bytes the repository grew
   */
  async save(folder: string, tags: readonly string[]): Promise<{ readonly id: string; readonly bytesAdded: number }> {
    const args = ['backup', '--json', '--host', HOST, ...tags.flatMap((tag) => ['--tag', tag]), '.'];
    const output = await this.#run(args, folder);
    const last = output.trimEnd().split('\n').at(-1) ?? '';
    const { snapshot_id, data_added } = summary.parse(JSON.parse(last));
    return { id: snapshot_id, bytesAdded: data_added };
  }

  /** Those that carry all of the tags, oldest first. */
  async snapshots(tags: readonly string[]): Promise<Snapshot[]> {
    const output = await this.#run(['snapshots', '--json', '--tag', tags.join(',')]);
    const list = snapshotList.parse(JSON.parse(output) ?? []);
    return list.sort((one, other) => one.time.getTime() - other.time.getTime());
  }

  /** The content of one file of a snapshot. */
  async read(snapshot: string, name: string): Promise<string> {
    return await this.#run(['dump', '--quiet', snapshot, `/${name}`]);
  }

  /** Writes all of a snapshot into a folder. @throws Error where anything of it is damaged */
  async fetch(snapshot: string, folder: string): Promise<void> {
    await this.#run(['restore', '--quiet', snapshot, '--target', folder]);
  }

  async forget(snapshots: readonly string[]): Promise<void> {
    if (snapshots.length > 0) await this.#run(['forget', '--quiet', ...snapshots]);
  }

  /** Frees the room of what was forgotten. */
  async prune(): Promise<void> {
    await this.#run(['prune', '--quiet']);
  }

  /**
   * Compares what is stored with the repository's own index: nothing missing, nothing cut off.
   * @param readPercent how much of the data is read back and compared with its checksums as well, 0..100
   * @throws Error where something is damaged
   */
  async check(readPercent: number): Promise<void> {
    const reading = readPercent > 0 ? ['--read-data-subset', `${readPercent}%`] : [];
    await this.#run(['check', '--quiet', ...reading]).catch((error: unknown) => {
      throw new Error(`the backups at ${this.#access.repository} are damaged, or cannot be reached`, { cause: error });
    });
  }

  async #run(args: readonly string[], cwd?: string): Promise<string> {
    const { repository, password, env, options } = this.#access;
    return await run('restic', [...args, ...options], {
      cwd,
      hopeless: DAMAGED,
      env: { ...env, RESTIC_REPOSITORY: repository, RESTIC_PASSWORD: password },
    });
  }
}
