import { readFileSync } from 'node:fs';
import { logTail } from '../process/child.ts';
import { waitFor } from '../process/wait-for.ts';
import { SupervisedProcess } from '../supervisor/supervised-process.ts';
import type { DatabaseSchema } from '@videocall/provision';
import { identify, type PartStatus, type RunningStack, writeState } from './state-file.ts';
import type { ProcessSpecification } from '../process/process-specification.ts';

/** A service is ready within seconds; a machine under heavy load needs its time. */
const READY_TIMEOUT_MS = 180_000;
/** A part that ended this often before it was ready once will not become ready. */
const HOPELESS_FAILURES = 4;

/** Where a stack is reached. */
export interface StackAddresses {
  /** The web app and, below it, the API. */
  readonly publicUrl: string;
  /** The public gRPC service, in clear text: `host:port`. */
  readonly grpcAddress: string;
  readonly databaseUrls: Readonly<Record<DatabaseSchema, string>>;
  /** The product's database as its owner. */
  readonly ownerDatabaseUrl: string;
  readonly redisUrl: string;
}

/** The administrator that the first start made. */
export interface Account {
  readonly email: string;
  readonly passwordFile: string;
}

interface StackParts {
  readonly stateFile: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly addresses: StackAddresses;
  readonly account: Account;
}

/** A product running on this machine: every server and service a process of its own, started again when it ends. */
export class Stack {
  readonly addresses: StackAddresses;
  readonly account: Account;
  readonly #stateFile: string;
  readonly #ports: Readonly<Record<string, number>>;
  readonly #parts = new Map<string, SupervisedProcess>();
  /** Parts that others need until they have ended. */
  readonly #servers: SupervisedProcess[] = [];

  constructor({ stateFile, ports, addresses, account }: StackParts) {
    this.#stateFile = stateFile;
    this.#ports = ports;
    this.addresses = addresses;
    this.account = account;
  }

  /** The administrator's password; auth writes it at its first start. */
  get adminPassword(): string {
    return readFileSync(this.account.passwordFile, 'utf8').trim();
  }

  /** Ports by `service.port`. */
  get ports(): Readonly<Record<string, number>> {
    return this.#ports;
  }

  /**
   * Starts a part; it is not waited for.
   * @param layer servers are ended after the services
   */
  start(layer: 'server' | 'service', specification: ProcessSpecification): void {
    const part = new SupervisedProcess(specification, () => this.#publish());
    this.#parts.set(specification.name, part);
    if (layer === 'server') this.#servers.push(part);
    part.start();
  }

  /** The pid of a part's process; undefined between its end and its next start. */
  pid(name: string): number | undefined {
    return this.#part(name).pid;
  }

  /** Sends a part's process a signal. When it ends by it, it is started again at once. */
  kill(name: string, signal: NodeJS.Signals): void {
    this.#part(name).kill(signal);
  }

  /** How often a part was started again after it had ended by itself. */
  restarts(name: string): number {
    return this.#part(name).restarts;
  }

  /**
   * Waits until a part does its work.
   * @throws Error with the end of its log when it does not within three minutes or keeps ending
   */
  async waitUntilReady(name: string): Promise<void> {
    const part = this.#part(name);
    const { logFile } = part.specification;
    const settled = (): boolean => part.state === 'ready' || part.failures >= HOPELESS_FAILURES;
    try {
      await waitFor(settled, { what: `${name} being ready`, timeoutMs: READY_TIMEOUT_MS });
    } catch (error) {
      throw new Error(`${name} is not ready after three minutes. ${logFile} ends with:\n${logTail(logFile)}`, {
        cause: error,
      });
    }
    if (part.state !== 'ready') throw new Error(`${name} keeps ending. ${logFile} ends with:\n${logTail(logFile)}`);
  }

  /** Ends a part in good order and starts it again; returns when it is ready. */
  async restart(name: string): Promise<void> {
    const part = this.#part(name);
    await part.stop();
    part.start();
    await this.waitUntilReady(name);
  }

  /** Ends a part in good order and leaves it so until {@link restart}. */
  async halt(name: string): Promise<void> {
    await this.#part(name).stop();
  }

  /** Ends everything: services before the servers they use. */
  async stop(): Promise<void> {
    const services = [...this.#parts.values()].filter((part) => !this.#servers.includes(part));
    await Promise.all(services.map((part) => part.stop()));
    await Promise.all(this.#servers.map((part) => part.stop()));
    writeState(this.#stateFile, { ports: this.#ports });
  }

  #part(name: string): SupervisedProcess {
    const part = this.#parts.get(name);
    if (!part) throw new Error(`no part is named ${name}; there are ${[...this.#parts.keys()].join(', ')}`);
    return part;
  }

  #publish(): void {
    const supervisor = identify(process.pid);
    if (!supervisor) throw new Error('/proc is not there');
    const { publicUrl, grpcAddress } = this.addresses;
    const running: RunningStack = {
      supervisor,
      publicUrl,
      grpcAddress,
      account: this.account,
      parts: [...this.#parts.values()].map((part) => this.#status(part)),
    };
    writeState(this.#stateFile, { ports: this.#ports, running });
  }

  #status({ specification: { name, logFile }, pid, state, restarts }: SupervisedProcess): PartStatus {
    const own = Object.entries(this.#ports).filter(([key]) => key.startsWith(`${name}.`));
    return {
      name,
      pid,
      state,
      restarts,
      logFile,
      ports: Object.fromEntries(own.map(([key, port]) => [key.slice(name.length + 1), port])),
    };
  }
}
