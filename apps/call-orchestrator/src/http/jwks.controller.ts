import { Controller, Get, Header } from '@nestjs/common';
import type { JSONWebKeySet } from 'jose';
import { SigningKeys } from '../adapters/tokens/signing-keys.js';

/** The keys with which sfu-nodes and gateways verify this service's tokens. */
@Controller()
export class JwksController {
  readonly #keys: SigningKeys;

  constructor(keys: SigningKeys) {
    this.#keys = keys;
  }

  @Get('.well-known/jwks.json')
  @Header('cache-control', 'public, max-age=60')
  jwks(): JSONWebKeySet {
    return this.#keys.publicKeySet;
  }
}
