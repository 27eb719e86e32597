import type { authV1 } from '@videocall/contracts';
import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import type { EndpointOf, Received } from '@videocall/rest-api';
import { onBehalfOf, repeatably, type AuthService, type Orchestrator } from '../adapters/services.js';
import { required } from '../mapping/required.js';

/** A guest's identity, for whoever shows what the orchestrator lets guests in with: an invite, or an open room's name. */
export class CreateGuest {
  readonly #auth: AuthService;
  readonly #orchestrator: Orchestrator;

  constructor(auth: AuthService, orchestrator: Orchestrator) {
    this.#auth = auth;
    this.#orchestrator = orchestrator;
  }

  /** @throws Refusal INVITE_INVALID, INVITE_EXPIRED, CALL_ENDED, ROOM_NOT_FOUND, MEMBERS_ONLY */
  async execute(request: Received<EndpointOf<'createGuest'>, 'body'>, browserSecret: string): Promise<authV1.SignedIn> {
    if ('inviteCode' in request) {
      await this.#orchestrator.getInvite({ code: request.inviteCode }, repeatably(undefined));
    } else {
      const { room } = await this.#orchestrator.getRoom({ name: request.roomName }, repeatably(undefined));
      if (required(room).access !== callV1.RoomAccess.ANYONE) throw new Refusal('MEMBERS_ONLY');
    }
    return await this.#auth.createGuest({ displayName: request.displayName, browserSecret }, onBehalfOf(undefined));
  }
}
