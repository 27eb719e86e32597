import { outside } from '../lab.ts';

/** What an office's firewall lets out to the server; all else is dropped without a word. */
export interface Passable {
  readonly tcp: readonly number[];
  readonly udp: readonly number[];
}

/** Stands a firewall before everybody outside. */
export async function buildWall({ tcp, udp }: Passable): Promise<void> {
  const accept = (protocol: string, ports: readonly number[]): string =>
    ports.length === 0 ? '' : `${protocol} dport { ${ports.join(', ')} } accept`;
  await removeWall();
  const rules = `table inet wall {
    chain out {
      type filter hook output priority 0; policy accept;
      oifname "lo" accept
      ${accept('tcp', [53, ...tcp])}
      ${accept('udp', [53, ...udp])}
      meta l4proto { tcp, udp } drop
    }
  }`;
  await outside.run(['nft', '-f', '-'], { input: rules });
}

/** Lets everything pass again; a wall that does not stand is fine. */
export async function removeWall(): Promise<void> {
  await outside.run(['nft', '-f', '-'], { input: 'add table inet wall\ndelete table inet wall' });
}
