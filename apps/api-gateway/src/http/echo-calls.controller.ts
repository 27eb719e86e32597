import { Controller, Inject } from '@nestjs/common';
import { ECHO_TEST, ORCHESTRATOR, repeatably, type EchoTest, type Orchestrator } from '../adapters/services.js';
import { grantJson } from '../mapping/call-json.js';
import { instant } from '../mapping/instant.js';
import { required } from '../mapping/required.js';
import { trackSource } from '../mapping/words.js';
import { FromRequest, RestEndpoint, type Input, type Output } from './rest-endpoint.js';

/** Calls in which everything comes back (ECHO-2). */
@Controller()
export class EchoCallsController {
  constructor(
    @Inject(ECHO_TEST) private readonly echoTest: EchoTest,
    @Inject(ORCHESTRATOR) private readonly orchestrator: Orchestrator,
  ) {}

  @RestEndpoint('startEchoCall')
  async startEchoCall(@FromRequest() { caller, requestId }: Input<'startEchoCall'>): Output<'startEchoCall'> {
    const { callId, inviteCode, delayMs, endsAt } = await this.echoTest.startEchoCall(
      { requestId },
      repeatably(caller),
    );
    const { grant } = await this.orchestrator.issueGrant({ callId, inviteCode }, repeatably(caller));
    return { callId, grant: grantJson(required(grant)), delayMs, endsAt: instant(endsAt) };
  }

  @RestEndpoint('getEchoCall')
  async getEchoCall(@FromRequest() { params, caller }: Input<'getEchoCall'>): Output<'getEchoCall'> {
    const { tracks } = await this.echoTest.getEchoCall(params, repeatably(caller));
    return {
      tracks: tracks.flatMap(({ source, ...figures }) => {
        const word = trackSource.toWord(source);
        return word ? [{ source: word, ...figures }] : [];
      }),
    };
  }
}
