import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bootVps, type Machine } from '../index.ts';

const FOLDER = '/srv/videocall';

/** A machine elsewhere that takes files by SSH, as one rents for backups. */
export class StorageBox {
  readonly #machine: Machine;

  private constructor(machine: Machine) {
    this.#machine = machine;
  }

  static async rent(): Promise<StorageBox> {
    const machine = await bootVps('box');
    await machine.run(['mkdir', '-p', FOLDER]);
    return new StorageBox(machine);
  }

  /** In restic's syntax. */
  get repository(): string {
    return `sftp:root@${this.#machine.address.ipv4}:${FOLDER}`;
  }

  /** Lets in whoever has a key. */
  async authorise(publicKey: string): Promise<void> {
    const folder = join(this.#machine.root, 'root/.ssh');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, 'authorized_keys'), `${publicKey}\n`, { mode: 0o600 });
  }

  /** Damages what is stored: the largest file, which holds a recording. @returns what mends it */
  damage(how: 'truncate' | 'flip'): () => void {
    const data = join(this.#machine.root, FOLDER, 'data');
    const files = readdirSync(data, { recursive: true, encoding: 'utf8' })
      .map((name) => join(data, name))
      .filter((path) => statSync(path).isFile())
      .sort((one, other) => statSync(other).size - statSync(one).size);
    const [largest = ''] = files;
    const content = readFileSync(largest);
    if (how === 'truncate') truncateSync(largest, Math.floor(content.length / 2));
    else {
      const flipped = Buffer.from(content);
      flipped[20] = (flipped[20] ?? 0) ^ 1;
      writeFileSync(largest, flipped);
    }
    return () => writeFileSync(largest, content);
  }

  remove(): Promise<void> {
    return this.#machine.remove();
  }
}
