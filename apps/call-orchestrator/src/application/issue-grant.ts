import { Injectable } from '@nestjs/common';
import type { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { requireAdmissible } from '../domain/admission.js';
import type { Call } from '../domain/call.js';
import type { Caller } from '../domain/caller.js';
import { normaliseInviteCode } from '../domain/invite-code.js';
import { permissionsOf, type Permissions } from '../domain/permissions.js';
import { ownPermissions } from './entry.js';
import { callMessage, unsignedGrant } from './messages.js';
import { OperatorRules } from './operator-rules.js';
import { CallReader } from './ports/call-reader.js';
import { SignGrant } from './sign-grant.js';

/** Admits the caller to a call: as host where the call or room is theirs, else by invite, or by the room's access. */
@Injectable()
export class IssueGrant {
  readonly #reader: CallReader;
  readonly #rules: OperatorRules;
  readonly #grants: SignGrant;

  constructor(reader: CallReader, rules: OperatorRules, grants: SignGrant) {
    this.#reader = reader;
    this.#rules = rules;
    this.#grants = grants;
  }

  /**
   * @param callId may be empty with an invite.
   * @throws Refusal CALL_NOT_FOUND, CALL_ENDED, CALL_LOCKED, PARTICIPANT_REMOVED, INVITE_INVALID, INVITE_EXPIRED, MEMBERS_ONLY
   */
  async execute(caller: Caller, callId: string, inviteCode: string): Promise<callV1.IssueGrantResponse> {
    const { call, permissions } =
      inviteCode === '' ? await this.#ofOwn(caller, callId) : await this.#byInvite(caller, callId, inviteCode);
    requireAdmissible(call, caller.identityId, permissions);
    const grant = await this.#grants.execute(caller.identityId, unsignedGrant(call.data.id, permissions));
    return { grant, call: callMessage(call) };
  }

  async #byInvite(caller: Caller, callId: string, typed: string): Promise<{ call: Call; permissions: Permissions }> {
    const found = await this.#reader.invite(normaliseInviteCode(typed));
    if (!found || (callId !== '' && found.invite.callId !== callId)) throw new Refusal('INVITE_INVALID');
    if (found.expired) throw new Refusal('INVITE_EXPIRED');
    const call = await this.#reader.call(found.invite.callId, caller.identityId);
    // A link one made oneself does not make one less than one is.
    const own = await this.#permissions(call, caller);
    return { call, permissions: own?.role === 'HOST' ? own : permissionsOf(found.invite.role) };
  }

  async #ofOwn(caller: Caller, callId: string): Promise<{ call: Call; permissions: Permissions }> {
    const call = await this.#reader.call(callId, caller.identityId);
    const permissions = await this.#permissions(call, caller);
    // Whoever does not belong to a call learns nothing of it; of a room's, only that the room is not open to them.
    if (!permissions) throw new Refusal(call.data.roomId === null ? 'CALL_NOT_FOUND' : 'MEMBERS_ONLY');
    return { call, permissions };
  }

  async #permissions(call: Call, caller: Caller): Promise<Permissions | undefined> {
    const { roomId } = call.data;
    const state = roomId === null ? undefined : await this.#reader.room({ id: roomId });
    return ownPermissions(call, caller, state?.room, this.#rules);
  }
}
