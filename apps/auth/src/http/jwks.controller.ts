import { Controller, Get, Header } from '@nestjs/common';
import { publicKeySet } from '@videocall/platform-auth-guard';

import { KeyRing } from '../application/key-ring.js';

/** The public keys with which everybody verifies access tokens by themselves (RFC 7517). Open to all who reach this port. */
@Controller('.well-known')
export class JwksController {
  constructor(private readonly ring: KeyRing) {}

  // Far below the hour that a key is published ahead of its use.
  @Get('jwks.json')
  @Header('cache-control', 'public, max-age=300')
  jwks(): ReturnType<typeof publicKeySet> {
    return publicKeySet(this.ring.verifying);
  }
}
