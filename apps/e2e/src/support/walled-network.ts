import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@videocall/testing';

/** What may pass the wall, by where it goes; all else is dropped without a word. */
export interface Passable {
  readonly tcp?: readonly number[];
  readonly udp?: readonly number[];
}

/** Of 198.18.0.0/15, which is for tests (RFC 2544): on no real network. */
const SUBNET = '198.18';

const ip = (...args: string[]): void => void execFileSync('ip', args, { stdio: 'pipe' });

/** Whether this machine lets tests make networks: as root, where the kernel allows it. */
export function canBuildWalls(): boolean {
  const name = `vc-probe-${process.pid}`;
  if (spawnSync('ip', ['netns', 'add', name]).status !== 0) return false;
  const filters = spawnSync('ip', ['netns', 'exec', name, 'nft', 'list', 'ruleset']).status === 0;
  ip('netns', 'delete', name);
  return filters;
}

/**
 * A network of its own for a browser, as an office has it: one cable leads to this machine, and a packet filter stands in
 * front of it.
 */
export class WalledNetwork {
  /** The machine as seen from inside. */
  readonly address: string;
  readonly #name: string;
  readonly #inside: string;
  readonly #folder: string;
  readonly #port: number;
  readonly #streams = new Set<Socket>();
  #web: Server | undefined;

  private constructor(name: string, third: number, folder: string, port: number) {
    this.#name = name;
    this.address = `${SUBNET}.${third}.1`;
    this.#inside = `${SUBNET}.${third}.2`;
    this.#folder = folder;
    this.#port = port;
  }

  static async build(): Promise<WalledNetwork> {
    const id = randomBytes(3);
    // Names of interfaces have at most 15 characters.
    const network = new WalledNetwork(
      `vc${id.toString('hex')}`,
      id[0] ?? 0,
      await mkdtemp(join(tmpdir(), 'videocall-wall-')),
      await freePort(),
    );
    network.#connect();
    network.letPass({});
    return network;
  }

  /** Where the page is opened from inside. */
  get origin(): string {
    return `http://${this.address}:${this.#port}`;
  }

  get webPort(): number {
    return this.#port;
  }

  /** What the product must be started with, to be reached over this network. */
  get environment(): Record<string, Record<string, string>> {
    return { 'api-gateway': { WEB_ORIGINS: this.origin }, 'call-orchestrator': { PUBLIC_URL: this.origin } };
  }

  /** Leads the page and its API in, from where the product has them. */
  async lead(productPort: number): Promise<void> {
    const web = createServer((client) => {
      const product = connect(productPort, '127.0.0.1');
      for (const [from, to] of [
        [client, product],
        [product, client],
      ] as const) {
        this.#streams.add(from);
        from.pipe(to);
        from.on('close', () => {
          this.#streams.delete(from);
          to.destroy();
        });
        // An error closes the stream, which is all there is to do about it.
        from.on('error', () => from.destroy());
      }
    });
    this.#web = web;
    await new Promise<void>((resolve) => web.listen(this.#port, this.address, resolve));
  }

  /** Rebuilds the wall. */
  letPass({ tcp = [], udp = [] }: Passable): void {
    const accept = (protocol: string, ports: readonly number[]) =>
      ports.length === 0 ? '' : `${protocol} dport { ${ports.join(', ')} } accept`;
    const rules = `
      flush ruleset
      table inet wall {
        chain out {
          type filter hook output priority 0; policy drop;
          oifname "lo" accept
          ${accept('tcp', tcp)}
          ${accept('udp', udp)}
          meta l4proto udp counter drop
        }
        chain in {
          type filter hook input priority 0; policy drop;
          iifname "lo" accept
          ${tcp.length === 0 ? '' : `tcp sport { ${tcp.join(', ')} } accept`}
          ${udp.length === 0 ? '' : `udp sport { ${udp.join(', ')} } accept`}
        }
      }`;
    this.#run('nft', ['-f', '-'], rules);
  }

  /** UDP packets that ran against the wall since it was built last. */
  get droppedUdp(): number {
    return Number(/udp counter packets (\d+)/.exec(this.#run('nft', ['list', 'ruleset']))?.[1] ?? 0);
  }

  /** A program that runs another one inside. */
  async insider(program: string): Promise<string> {
    const script = join(this.#folder, 'inside');
    await writeFile(script, `#!/bin/sh\nexec ip netns exec ${this.#name} ${program} "$@"\n`);
    await chmod(script, 0o755);
    return script;
  }

  async remove(): Promise<void> {
    for (const stream of this.#streams) stream.destroy();
    await new Promise<void>((resolve) => (this.#web ? this.#web.close(() => resolve()) : resolve()));
    // Takes its end of the cable with it, and so the other.
    ip('netns', 'delete', this.#name);
    await rm(this.#folder, { recursive: true });
  }

  #connect(): void {
    const [outer, inner] = [`${this.#name}o`, `${this.#name}i`];
    ip('netns', 'add', this.#name);
    ip('link', 'add', outer, 'type', 'veth', 'peer', 'name', inner, 'netns', this.#name);
    ip('address', 'add', `${this.address}/30`, 'dev', outer);
    ip('link', 'set', outer, 'up');
    ip('-n', this.#name, 'link', 'set', 'lo', 'up');
    ip('-n', this.#name, 'address', 'add', `${this.#inside}/30`, 'dev', inner);
    ip('-n', this.#name, 'link', 'set', inner, 'up');
    // Without a way to the internet a browser offers no addresses.
    ip('-n', this.#name, 'route', 'add', 'default', 'via', this.address);
  }

  #run(program: string, args: readonly string[], input = ''): string {
    return execFileSync('ip', ['netns', 'exec', this.#name, program, ...args], { input, encoding: 'utf8' });
  }
}
