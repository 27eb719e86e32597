import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@videocall/stack';
import { removeControlGroups } from '../engine/control-groups.ts';
import { ENGINE_ENVIRONMENT } from '../engine/daemon.ts';
import { RUN } from '../folders.ts';
import { addressOf, type HostAddress } from '../network/addresses.ts';
import { addHost, namespaceOf, removeHost } from '../network/lab-network.ts';
import { attempt, run, type RunOptions, type RunResult } from '../process/run.ts';
import { isBooted, removeRecord, writeRecord, type MachineRecord } from './machine-record.ts';
import { unpackSystem } from './machine-system.ts';

const OWN_GROUP = fileURLToPath(new URL('control-group-of-own.sh', import.meta.url));
const BOOT_MS = 90_000;
const POWER_OFF_MS = 60_000;
/** Longest name of an interface, less `to-`. */
const NAME = /^[a-z][a-z0-9]{0,11}$/;
const ENVIRONMENT = ['HOME=/root', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'LANG=C.UTF-8'];

/** A whole Debian 12, booted with systemd on the lab's network. */
export class Machine {
  readonly name: string;
  readonly address: HostAddress;
  /** Its root folder, for looking at what it has on its disk. */
  readonly root: string;
  readonly #number: number;
  #pid: number | undefined;

  /** @param record of a machine that was unpacked */
  constructor({ name, number, root, pid }: MachineRecord) {
    this.name = name;
    this.address = addressOf(number);
    this.root = root;
    this.#number = number;
    this.#pid = pid;
  }

  /** Unpacks a fresh system and puts it on the network; it is not booted yet. */
  static async create(name: string, number: number, withDocker: boolean): Promise<Machine> {
    if (!NAME.test(name)) throw new Error(`a machine's name has 1 to 12 small letters and digits, this is ${name}`);
    const machine = new Machine({ name, number, root: await unpackSystem(name, withDocker) });
    await machine.#remember();
    await addHost(name, machine.address);
    return machine;
  }

  get isBooted(): boolean {
    return this.#pid !== undefined && isBooted(this.#pid);
  }

  /** Switches it on and waits until its services are there. */
  async boot(): Promise<void> {
    if (this.isBooted) throw new Error(`${this.name} is on already`);
    const log = openSync(join(RUN, `${this.name}.log`), 'a', 0o600);
    const child = spawn(OWN_GROUP, [this.#controlGroup, ...this.#nspawn()], {
      stdio: ['ignore', log, log],
      detached: true,
      // Docker in there sets up networks; all else of the kernel stays out of its reach.
      env: { ...process.env, SYSTEMD_NSPAWN_API_VFS_WRITABLE: 'network' },
    });
    closeSync(log);
    child.unref();
    if (child.pid === undefined) throw new Error('systemd-nspawn could not be started');
    this.#pid = child.pid;
    await this.#remember();
    const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
    await waitFor(async () => ended() || (await this.#isUp()), {
      what: `${this.name} having booted`,
      timeoutMs: BOOT_MS,
      intervalMs: 250,
    });
    if (ended()) throw new Error(`${this.name} did not boot:\n${readFileSync(join(RUN, `${this.name}.log`), 'utf8')}`);
  }

  /** Runs a program in it, as root. @returns what it printed, trimmed; @throws Error with all that it said, if it fails */
  run(command: readonly string[], options: RunOptions = {}): Promise<string> {
    return run(this.command(command), options);
  }

  /** As {@link run}, where failing is an answer too. */
  attempt(command: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    return attempt(this.command(command), options);
  }

  /** What to execute on this machine so that a program runs in it. */
  command(command: readonly string[]): string[] {
    return [
      'nsenter',
      `--target=${this.#init()}`,
      '--all',
      '--wdns=/root',
      '--',
      'env',
      '-i',
      ...ENVIRONMENT,
      ...command,
    ];
  }

  /** Has its engine hold images of the lab's engine. */
  async loadImages(references: readonly string[]): Promise<void> {
    const load = this.command(['docker', 'load', '--quiet']).join(' ');
    await run(['bash', '-euo', 'pipefail', '-c', `docker save "$@" | ${load}`, 'load', ...references], {
      env: ENGINE_ENVIRONMENT,
    });
  }

  /** Copies a file or folder of this machine into it. @param to an absolute path in it */
  async copyIn(from: string, to: string): Promise<void> {
    await run(['mkdir', '-p', join(this.root, to, '..')]);
    await run(['cp', '-a', from, join(this.root, to)]);
  }

  /** Switches it off in good order. Its disk stays. */
  async powerOff(): Promise<void> {
    const pid = this.#pid;
    if (pid === undefined || !this.isBooted) return;
    process.kill(pid, 'SIGTERM');
    const off = { what: `${this.name} being off`, timeoutMs: POWER_OFF_MS, intervalMs: 100 };
    await waitFor(() => !isBooted(pid), off).catch(() => this.pullPlug());
    await this.#afterPower();
  }

  /** Cuts its power. */
  async pullPlug(): Promise<void> {
    const pid = this.#pid;
    if (pid === undefined || !this.isBooted) return;
    process.kill(this.#init(), 'SIGKILL');
    await waitFor(() => !isBooted(pid), { what: `${this.name} without power` });
    await this.#afterPower();
  }

  /** Switches it off and throws it away. */
  async remove(): Promise<void> {
    await this.pullPlug();
    await removeHost(this.name);
    await removeControlGroups(this.#controlGroup);
    await rm(this.root, { recursive: true, force: true });
    await removeRecord(this.name);
  }

  get #controlGroup(): string {
    return `/videocall-lab-${this.name}`;
  }

  #nspawn(): string[] {
    return [
      'systemd-nspawn',
      ...['--quiet', '--boot', '--register=no', '--keep-unit', '--console=pipe', '--resolv-conf=off', '--timezone=off'],
      ...['--directory', this.root, '--machine', this.name],
      `--network-namespace-path=/run/netns/${namespaceOf(this.name)}`,
      // What an engine needs that a plain container has not.
      ...['--capability=all', '--system-call-filter=@keyring bpf'],
    ];
  }

  /** The process id of its init, as seen from this machine. */
  #init(): number {
    if (this.#pid === undefined) throw new Error(`${this.name} is off`);
    const children = readFileSync(`/proc/${this.#pid}/task/${this.#pid}/children`, 'utf8').trim().split(' ');
    const init = children.find((child) => /^NSpid:.*\t1$/m.test(readFileSync(`/proc/${child}/status`, 'utf8')));
    if (init === undefined || init === '') throw new Error(`${this.name} has no init yet`);
    return Number(init);
  }

  async #isUp(): Promise<boolean> {
    const { stdout } = await this.attempt(['systemctl', 'is-system-running']);
    return ['running', 'degraded'].includes(stdout.trim());
  }

  async #afterPower(): Promise<void> {
    this.#pid = undefined;
    await this.#remember();
  }

  async #remember(): Promise<void> {
    await writeRecord({
      name: this.name,
      number: this.#number,
      root: this.root,
      ...(this.#pid ? { pid: this.#pid } : {}),
    });
  }
}
