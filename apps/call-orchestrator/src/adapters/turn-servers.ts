import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { callV1 } from '@videocall/contracts';
import { IceServers } from '../application/ports/ice-servers.js';

/**
 * How long a credential opens relays. Those that are open stay open, and clients get others with every join, resume and
 * ICE restart, so it need not outlast a call.
 */
const VALID_SECONDS = 1_800;
/** What coturn's `use-auth-secret` takes; a shorter one would be guessed. */
const LEAST_SECRET_LENGTH = 32;

/**
 * The operator's TURN server, with credentials for one identity and half an hour: "A REST API For Access To TURN Services"
 * (draft-uberti-behave-turn-rest-00), which coturn checks by itself with the shared secret (MEDIA-7).
 */
export class TurnServers extends IceServers {
  readonly #stunUrls: string[];
  readonly #turnUrls: string[];
  readonly #secret: string;
  readonly #now: () => number;

  /**
   * @param urls `stun:`, `turn:` and `turns:` URIs
   * @param secret shared with the TURN server
   * @param now milliseconds since 1970
   */
  constructor(urls: readonly string[], secret: string, now: () => number = Date.now) {
    super();
    this.#stunUrls = urls.filter((url) => url.startsWith('stun'));
    this.#turnUrls = urls.filter((url) => url.startsWith('turn'));
    this.#secret = secret;
    this.#now = now;
  }

  /** @throws Error where there are TURN servers and no good secret in the file */
  static fromSettings(settings: {
    readonly TURN_URLS: readonly string[];
    readonly TURN_SECRET_FILE: string;
  }): TurnServers {
    const { TURN_URLS: urls, TURN_SECRET_FILE: file } = settings;
    const secret = file === '' ? '' : readFileSync(file, 'utf8').trim();
    if (urls.some((url) => url.startsWith('turn')) && secret.length < LEAST_SECRET_LENGTH) {
      throw new Error(
        `TURN_SECRET_FILE must name a file with at least ${LEAST_SECRET_LENGTH} characters, made by chance`,
      );
    }
    return new TurnServers(urls, secret);
  }

  override of(identityId: string): callV1.IceServer[] {
    const servers: callV1.IceServer[] = [];
    if (this.#stunUrls.length > 0) servers.push({ urls: [...this.#stunUrls], username: '', credential: '' });
    if (this.#turnUrls.length > 0) servers.push({ urls: [...this.#turnUrls], ...this.#credential(identityId) });
    return servers;
  }

  #credential(identityId: string): { readonly username: string; readonly credential: string } {
    const username = `${Math.floor(this.#now() / 1_000) + VALID_SECONDS}:${identityId}`;
    return { username, credential: createHmac('sha1', this.#secret).update(username).digest('base64') };
  }
}
