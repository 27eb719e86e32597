import { Controller, Get, Header, Inject } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import { SETTINGS, type Settings } from '../config/settings.js';

const TIMEOUT_MS = 2_000;

/** auth's public keys (RFC 7517), for others who verify access tokens; auth itself is not reachable from outside. */
@Controller()
export class IdentityKeysController {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  @Get('.well-known/jwks.json')
  @Header('cache-control', 'public, max-age=60')
  async keys(): Promise<unknown> {
    try {
      const reply = await fetch(this.settings.AUTH_JWKS_URL, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (!reply.ok) throw new Error(`auth answered ${reply.status}`);
      return await reply.json();
    } catch (cause) {
      throw new Refusal('SERVICE_UNAVAILABLE', { retryAfterMs: 1_000, cause });
    }
  }
}
