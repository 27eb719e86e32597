import { Injectable } from '@nestjs/common';
import type { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { requireMedia } from '../domain/admission.js';
import type { Caller } from '../domain/caller.js';
import { JoinReplies } from './join-replies.js';
import { CallReader } from './ports/call-reader.js';
import { Tokens } from './ports/tokens.js';

/** Gives a participant back after a lost connection: same peer, same transports, a fresh ticket. */
@Injectable()
export class ResumeParticipant {
  readonly #reader: CallReader;
  readonly #tokens: Tokens;
  readonly #replies: JoinReplies;

  constructor(reader: CallReader, tokens: Tokens, replies: JoinReplies) {
    this.#reader = reader;
    this.#tokens = tokens;
    this.#replies = replies;
  }

  /** @throws Refusal RESUME_TOKEN_INVALID, PARTICIPANT_REMOVED, PARTICIPANT_LEFT (with the leave reason), MEDIA_LOST */
  async execute(caller: Caller, resumeToken: string): Promise<callV1.JoinCallResponse> {
    const { callId, participantId } = await this.#tokens.verifyResumeToken(resumeToken, caller.identityId);
    const call = await this.#reader.call(callId, caller.identityId);
    const participant = call.participant(participantId);
    requireMedia(participant);
    // A join that never finished has no media to come back to.
    if (participant.policyConfirmedVersion === 0) throw new Refusal('MEDIA_LOST');
    return await this.#replies.joined(call, participant.id, { snapshot: new Uint8Array(), hasMedia: true });
  }
}
