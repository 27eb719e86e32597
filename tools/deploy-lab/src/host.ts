import type { HostAddress } from './network/addresses.ts';
import { namespaceOf } from './network/lab-network.ts';
import { attempt, run, type RunOptions, type RunResult } from './process/run.ts';

/** A place on the lab's network where programs of this machine can be run. */
export class LabHost {
  readonly name: string;
  readonly address: HostAddress;
  readonly #environment: Readonly<Record<string, string>>;

  /** @param environment what every program run there is given */
  constructor(name: string, address: HostAddress, environment: Readonly<Record<string, string>> = {}) {
    this.name = name;
    this.address = address;
    this.#environment = environment;
  }

  /**
   * Runs a program of this machine in the host's network.
   * @returns what it printed, trimmed
   * @throws Error with all that it said, if it fails
   */
  run(command: readonly string[], options: RunOptions = {}): Promise<string> {
    return run(this.command(command), options);
  }

  /** As {@link run}, where failing is an answer too. */
  attempt(command: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    return attempt(this.command(command), options);
  }

  /** What to execute so that a program runs in the host's network. */
  command(command: readonly string[]): string[] {
    const namespace = namespaceOf(this.name);
    const environment = Object.entries(this.#environment).map(([name, value]) => `${name}=${value}`);
    // Not `ip netns exec`, which hides the control groups from who boots machines; the host's names are shown as it does.
    const show = ['resolv.conf', 'hosts'].map((file) => `mount --bind /etc/netns/${namespace}/${file} /etc/${file};`);
    return [
      ...['nsenter', `--net=/run/netns/${namespace}`, 'unshare', '--mount'],
      ...['sh', '-euc', `${show.join(' ')} exec "$@"`, this.name],
      ...['env', ...environment, ...command],
    ];
  }
}
