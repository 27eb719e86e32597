import type { Suite } from './debian.ts';

/** What is built here in place of an image of a registry. */
export interface StandIn {
  /** The registry's names for it, without the tag. */
  readonly repositories: readonly string[];
  /** The folder below `images/`. */
  readonly recipe: string;
  /** Folders of `src/` that go into the image. */
  readonly sources?: readonly string[];
  /** Debian's release that it is made from. */
  readonly suite: Suite;
  /** Said loudly where the stand-in is less than what it stands for. */
  readonly caveat?: string;
}

/** Made from Debian's packages wherever there are any. Newer ones from trixie, where bookworm's lag too far behind. */
export const STAND_INS: readonly StandIn[] = [
  { repositories: ['node'], recipe: 'node', suite: 'bookworm' },
  { repositories: ['debian'], recipe: 'debian', suite: 'bookworm' },
  { repositories: ['postgres'], recipe: 'postgres', suite: 'bookworm' },
  { repositories: ['redis'], recipe: 'redis', suite: 'bookworm' },
  { repositories: ['nginx'], recipe: 'nginx', suite: 'trixie' },
  { repositories: ['coturn/coturn'], recipe: 'coturn', suite: 'bookworm' },
  { repositories: ['prom/prometheus'], recipe: 'prometheus', suite: 'trixie' },
  { repositories: ['prom/alertmanager'], recipe: 'alertmanager', suite: 'trixie' },
  {
    repositories: ['prom/node-exporter', 'quay.io/prometheus/node-exporter'],
    recipe: 'node-exporter',
    suite: 'trixie',
  },
  { repositories: ['prom/blackbox-exporter'], recipe: 'blackbox-exporter', suite: 'trixie' },
  { repositories: ['certbot/certbot'], recipe: 'certbot', suite: 'bookworm' },
  {
    repositories: ['chrislusf/seaweedfs'],
    recipe: 'object-storage',
    sources: ['object-server'],
    suite: 'bookworm',
    caveat: 'an S3 server of another make; it checks signatures, but it is no SeaweedFS',
  },
  {
    repositories: ['grafana/grafana'],
    recipe: 'grafana',
    sources: ['grafana'],
    suite: 'bookworm',
    caveat: 'it checks what is provisioned and draws nothing; no package of Grafana can be had',
  },
];

/** Never started here: their provider is needed. */
export const NOT_STARTED: readonly string[] = ['cloudflare/cloudflared'];

/** What is always made, so that a lab is of use before deploy/ names anything. */
export const ALWAYS: readonly string[] = ['node:24-bookworm-slim', 'debian:bookworm-slim'];

/** The stand-in for a reference such as `prom/prometheus:v3.5.0`. */
export function standInFor(reference: string): StandIn | undefined {
  const repository = repositoryOf(reference);
  return STAND_INS.find(({ repositories }) => repositories.includes(repository));
}

/** A reference without its tag, digest and Docker Hub's name. */
export function repositoryOf(reference: string): string {
  return reference
    .replace(/@.*$/, '')
    .replace(/:[^/]*$/, '')
    .replace(/^docker\.io\/(library\/)?/, '');
}
