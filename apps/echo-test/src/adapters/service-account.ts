import { readFile } from 'node:fs/promises';
import { Refusal } from '@videocall/errors';
import { SignedIn } from '@videocall/rest-api';

const CLIENT_ID = 'echo-test';
const ANSWER_MS = 10_000;
/** A token is used until so long before its end, milliseconds. */
const RENEW_BEFORE_MS = 60_000;

/** The service's own identity at the platform: its account's secret, and the access token that it gives. */
export class ServiceAccount {
  readonly #gatewayUrl: string;
  readonly #secretFile: string;
  #token: { readonly value: string; readonly expiresAt: number } | undefined;

  /** @param secretFile where auth left the secret; it is read again for each new token */
  constructor(gatewayUrl: string, secretFile: string) {
    this.#gatewayUrl = gatewayUrl;
    this.#secretFile = secretFile;
  }

  /** @throws Refusal SERVICE_UNAVAILABLE where there is no account (yet), or no platform */
  async accessToken(): Promise<string> {
    if (this.#token && this.#token.expiresAt - Date.now() > RENEW_BEFORE_MS) return this.#token.value;
    const { accessToken, accessTokenExpiresAt } = await this.#signIn();
    this.#token = { value: accessToken, expiresAt: Date.parse(accessTokenExpiresAt) };
    return accessToken;
  }

  /** The platform did not take the last one. */
  forgetToken(): void {
    this.#token = undefined;
  }

  async #signIn(): Promise<SignedIn> {
    try {
      const clientSecret = (await readFile(this.#secretFile, 'utf8')).trim();
      const response = await fetch(new URL('/v1/auth/service-tokens', this.#gatewayUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ clientId: CLIENT_ID, clientSecret }),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      if (!response.ok) throw new Error(`signing in was answered with ${response.status}`);
      return SignedIn.parse(await response.json());
    } catch (cause) {
      throw new Refusal('SERVICE_UNAVAILABLE', { cause });
    }
  }
}
