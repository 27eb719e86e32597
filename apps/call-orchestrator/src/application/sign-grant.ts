import { Injectable } from '@nestjs/common';
import type { callV1 } from '@videocall/contracts';
import type { CallId } from '../domain/ids.js';
import { grantMessage, permissionsOfGrant } from './messages.js';
import { Tokens } from './ports/tokens.js';

/** Signs grants after the transaction that decided them: a request that comes again gets a fresh token for the same. */
@Injectable()
export class SignGrant {
  readonly #tokens: Tokens;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
  }

  async execute(identityId: string, unsigned: callV1.Grant | undefined): Promise<callV1.Grant> {
    const permissions = permissionsOfGrant(unsigned);
    const callId = (unsigned?.callId ?? '') as CallId;
    return grantMessage(callId, permissions, await this.#tokens.issueGrant(identityId, callId, permissions));
  }
}
