import { Injectable } from '@nestjs/common';
import type { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { requireMedia } from '../domain/admission.js';
import type { Caller } from '../domain/caller.js';
import { requireOwn } from '../domain/moderation.js';
import { JoinReplies } from './join-replies.js';
import { CallReader } from './ports/call-reader.js';

/** Leads a participant without WebRTC to its media (CALL-4). */
@Injectable()
export class GetPeerAccess {
  readonly #reader: CallReader;
  readonly #replies: JoinReplies;

  constructor(reader: CallReader, replies: JoinReplies) {
    this.#reader = reader;
    this.#replies = replies;
  }

  /**
   * @throws Refusal CALL_NOT_FOUND, PARTICIPANT_NOT_FOUND, PARTICIPANT_FOREIGN, PARTICIPANT_REMOVED, PARTICIPANT_LEFT (with
   *   the leave reason), MEDIA_LOST
   */
  async execute(caller: Caller, callId: string, participantId: string): Promise<callV1.GetPeerAccessResponse> {
    const call = await this.#reader.call(callId, caller.identityId);
    const participant = requireOwn(call, caller, participantId);
    requireMedia(participant);
    // A join that never finished has opened no peer.
    if (participant.policyConfirmedVersion === 0) throw new Refusal('MEDIA_LOST');
    return { peer: await this.#replies.peerAccess(call, participant.id, new Uint8Array()) };
  }
}
