import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { normaliseInviteCode } from '../domain/invite-code.js';
import { isInside } from '../domain/participant.js';
import { CallReader } from './ports/call-reader.js';

/** What a link leads to, for whoever holds it. */
@Injectable()
export class GetInvite {
  readonly #reader: CallReader;

  constructor(reader: CallReader) {
    this.#reader = reader;
  }

  /** @throws Refusal INVITE_INVALID, INVITE_EXPIRED, CALL_ENDED */
  async execute(code: string): Promise<callV1.GetInviteResponse> {
    const found = await this.#reader.invite(normaliseInviteCode(code));
    if (!found) throw new Refusal('INVITE_INVALID');
    const { invite, expired } = found;
    if (expired) throw new Refusal('INVITE_EXPIRED');
    const call = await this.#reader.call(invite.callId, '');
    call.requireOpen();
    const shown = call.present.filter((one) => isInside(one) && !one.hidden);
    const host = shown.find(({ role }) => role === 'HOST');
    return {
      callId: call.data.id,
      title: call.data.title,
      hostName: host?.displayName ?? call.data.createdByName,
      participantCount: shown.length,
      role: callV1.ParticipantRole[invite.role],
      expiresAt: invite.expiresAt,
      locked: call.data.locked,
      full: call.present.length >= call.data.maxParticipants,
      endToEndEncrypted: call.data.endToEndEncrypted,
    };
  }
}
