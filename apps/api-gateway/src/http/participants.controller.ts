import { Controller, Inject } from '@nestjs/common';
import { ORCHESTRATOR, repeatably, type Orchestrator } from '../adapters/services.js';
import { participantJson } from '../mapping/call-json.js';
import { required } from '../mapping/required.js';
import { participantRole, trackSource } from '../mapping/words.js';
import { FromRequest, RestEndpoint, type Input, type Output } from './rest-endpoint.js';

/** Participants of a call: leaving, and what hosts do. */
@Controller()
export class ParticipantsController {
  constructor(@Inject(ORCHESTRATOR) private readonly orchestrator: Orchestrator) {}

  @RestEndpoint('leaveCall')
  async leaveCall(@FromRequest() { params, caller, requestId }: Input<'leaveCall'>): Promise<void> {
    await this.orchestrator.leaveCall({ ...params, requestId }, repeatably(caller));
  }

  @RestEndpoint('muteParticipant')
  async muteParticipant(
    @FromRequest() { params, body, caller, requestId }: Input<'muteParticipant'>,
  ): Output<'muteParticipant'> {
    const message = { ...params, requestId, source: trackSource.toProto(body.source), muted: body.muted };
    const { participant } = await this.orchestrator.muteParticipant(message, repeatably(caller));
    return { participant: participantJson(required(participant)) };
  }

  @RestEndpoint('askToUnmute')
  async askToUnmute(@FromRequest() { params, body, caller, requestId }: Input<'askToUnmute'>): Promise<void> {
    const message = { ...params, requestId, source: trackSource.toProto(body.source) };
    await this.orchestrator.askToUnmute(message, repeatably(caller));
  }

  @RestEndpoint('setParticipantRole')
  async setParticipantRole(
    @FromRequest() { params, body, caller, requestId }: Input<'setParticipantRole'>,
  ): Output<'setParticipantRole'> {
    const message = { ...params, requestId, role: participantRole.toProto(body.role) };
    const { participant } = await this.orchestrator.setParticipantRole(message, repeatably(caller));
    return { participant: participantJson(required(participant)) };
  }

  @RestEndpoint('removeParticipant')
  async removeParticipant(@FromRequest() { params, caller, requestId }: Input<'removeParticipant'>): Promise<void> {
    await this.orchestrator.removeParticipant({ ...params, requestId }, repeatably(caller));
  }
}
