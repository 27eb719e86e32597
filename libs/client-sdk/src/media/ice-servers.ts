import type { IceServer } from '@videocall/signalling';

/** TURN credentials are short-lived: older ones are fetched anew before they are used. */
const FRESH_MS = 600_000;

/** The STUN and TURN servers of a call, with credentials that are good when they are used. */
export class IceServers {
  #takenAt = Date.now();

  constructor(
    private servers: readonly IceServer[],
    private readonly fetch: () => Promise<readonly IceServer[]>,
  ) {}

  /** As a join or a resume gave them just now. */
  take(servers: readonly IceServer[]): void {
    this.servers = servers;
    this.#takenAt = Date.now();
  }

  get present(): readonly IceServer[] {
    return this.servers;
  }

  /**
   * For a restart of ICE.
   *
   * @param suspect nothing has connected with those there are: a relay that refuses a credential tells no page why
   */
  async fresh(suspect: boolean): Promise<readonly IceServer[]> {
    if (!suspect && Date.now() - this.#takenAt < FRESH_MS) return this.servers;
    try {
      this.take(await this.fetch());
    } catch {
      // Just when they are needed the server may be out of reach; the old ones may still do.
    }
    return this.servers;
  }
}
