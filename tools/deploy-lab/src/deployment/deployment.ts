import { join } from 'node:path';
import { docker } from '../engine/daemon.ts';
import { CACHE } from '../folders.ts';
import { DOMAIN, VPS_NAMES, vps } from '../lab.ts';
import type { RunOptions, RunResult } from '../process/run.ts';
import { issue } from './authority.ts';
import { copyCheckout } from './checkout.ts';

/** Every part of the product but the one that needs a provider. */
export const PROFILES = ['core', 'media', 'recording', 'echo', 'turn', 'monitoring', 'storage'] as const;
export type Profile = (typeof PROFILES)[number];

const FOLDER = join(CACHE, 'checkout');
/** Whom the edge runs as, who reads the certificate's key. */
const EDGE_USER = 1000;
const BUILD_MS = 45 * 60_000;
const UP_MS = 10 * 60_000;

/** What an operator of the lab decides; all else is as `deploy/videocall configure` has it. */
const SETTINGS = {
  DOMAIN,
  ADMIN_EMAIL: `admin@${DOMAIN}`,
  TLS_MODE: 'files',
  REGISTRATION_OPEN: 'true',
  VERSION: 'lab',
} as const;

/** The product on the lab's VPS, from a copy of the checkout, by the operator's own commands. */
export class Deployment {
  /** The operator's checkout. */
  readonly folder = FOLDER;

  /** Builds the images from the Dockerfiles as they are, and has the operator's configuration made. */
  static async build(report: (message: string) => void): Promise<Deployment> {
    const deployment = new Deployment();
    await copyCheckout(FOLDER);
    report('image care');
    await deployment.run(['deploy/docker/build.sh', 'care'], {
      timeoutMs: BUILD_MS,
      env: { VERSION: SETTINGS.VERSION },
    });
    await issue(VPS_NAMES, join(FOLDER, 'deploy/secrets/tls'), EDGE_USER);
    await deployment.configure();
    report('images');
    await deployment.compose(['build'], { timeoutMs: BUILD_MS });
    return deployment;
  }

  /** Sets what the lab's operator decides, and other settings. */
  async configure(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const { ipv4, ipv6 } = vps.address;
    const wishes = {
      ...SETTINGS,
      PUBLIC_IPV4: ipv4,
      PUBLIC_IPV6: ipv6,
      COMPOSE_PROFILES: PROFILES.join(','),
      ...settings,
    };
    const options = Object.entries(wishes).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
    await this.videocall(['configure', '--non-interactive', ...options], { env: { VERSION: SETTINGS.VERSION } });
  }

  /** Starts parts of the product and waits until all of them are healthy. */
  async up(profiles: readonly Profile[] = PROFILES): Promise<void> {
    await this.compose(['up', '--detach', '--wait'], {
      timeoutMs: UP_MS,
      env: { COMPOSE_PROFILES: profiles.join(',') },
    });
  }

  /** Ends everything and forgets all data. */
  async down(): Promise<void> {
    await this.compose(['--profile', '*', 'down', '--volumes', '--timeout', '5']);
  }

  /** Runs docker compose on the operator's files. */
  compose(args: readonly string[], options: RunOptions = {}): Promise<string> {
    const files = ['--file', 'deploy/compose/compose.yaml', '--env-file', 'deploy/.env'];
    return this.run(['docker', 'compose', ...files, ...args], options);
  }

  /** Runs the operator's command. */
  videocall(args: readonly string[], options: RunOptions = {}): Promise<string> {
    return this.run(['deploy/videocall', ...args], options);
  }

  /** As {@link videocall}, where failing is an answer too. */
  attempt(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    return vps.attempt(['deploy/videocall', ...args], { cwd: FOLDER, ...options });
  }

  /** Runs a program on the VPS, in the operator's checkout. */
  run(command: readonly string[], options: RunOptions = {}): Promise<string> {
    return vps.run(command, { cwd: FOLDER, ...options });
  }

  /** The containers of services that there are, as `docker inspect` has them; not those that a command was run in. */
  async containers(): Promise<Container[]> {
    const filters = ['project=videocall', 'oneoff=False'].flatMap((label) => [
      '--filter',
      `label=com.docker.compose.${label}`,
    ]);
    const ids = (await docker(['ps', '-aq', ...filters])).split('\n').filter(Boolean);
    return ids.length === 0 ? [] : (JSON.parse(await docker(['inspect', ...ids])) as Container[]);
  }
}

/** Of what `docker inspect` tells, what is asked here. */
export interface Container {
  readonly Name: string;
  readonly State: { readonly Status: string; readonly ExitCode: number; readonly Health?: { readonly Status: string } };
  readonly Config: { readonly User: string; readonly Labels: Readonly<Record<string, string>>; readonly Image: string };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly CapDrop: readonly string[] | null;
    readonly CapAdd: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
    readonly Privileged: boolean;
    readonly Memory: number;
    readonly PortBindings: Readonly<Record<string, unknown>> | null;
    readonly LogConfig: { readonly Type: string; readonly Config: Readonly<Record<string, string>> };
    readonly RestartPolicy: { readonly Name: string };
  };
}

/** The service of a compose file that a container is of. */
export function serviceOf({ Config: { Labels } }: Container): string {
  return Labels['com.docker.compose.service'] ?? '';
}
