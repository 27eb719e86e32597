import { Controller, Inject } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { Grants } from '../adapters/grants.js';
import { ORCHESTRATOR, repeatably, type Orchestrator } from '../adapters/services.js';
import {
  callJson,
  callSummaryJson,
  chatMessageJson,
  grantJson,
  inviteJson,
  mediaConfigurationJson,
} from '../mapping/call-json.js';
import { instant } from '../mapping/instant.js';
import { required } from '../mapping/required.js';
import { participantRole, qualityProfile } from '../mapping/words.js';
import { InviteLinks } from './invite-links.js';
import { FromRequest, RestEndpoint, type Input, type Output } from './rest-endpoint.js';

/** As many as a reply of the orchestrator carries. */
const CHAT_PAGE = 200;

/** Calls, the ways into them, and their history. */
@Controller()
export class CallsController {
  constructor(
    @Inject(ORCHESTRATOR) private readonly orchestrator: Orchestrator,
    private readonly grants: Grants,
    private readonly links: InviteLinks,
  ) {}

  @RestEndpoint('getMediaConfiguration')
  async getMediaConfiguration(
    @FromRequest() { caller }: Input<'getMediaConfiguration'>,
  ): Output<'getMediaConfiguration'> {
    return mediaConfigurationJson(await this.orchestrator.getMediaConfiguration({}, repeatably(caller)));
  }

  @RestEndpoint('startCall')
  async startCall(@FromRequest() { body, caller, requestId }: Input<'startCall'>): Output<'startCall'> {
    const { title = '', roomId = '', maxParticipants = 0, endToEndEncrypted = false } = body;
    const message = { requestId, title, roomId, maxParticipants, endToEndEncrypted };
    const { call, grant } = await this.orchestrator.startCall(message, repeatably(caller));
    return { call: callJson(required(call)), grant: grantJson(required(grant)) };
  }

  @RestEndpoint('listCalls')
  async listCalls(@FromRequest() { query, caller }: Input<'listCalls'>): Output<'listCalls'> {
    const { calls, nextPageToken } = await this.orchestrator.listCalls(query, repeatably(caller));
    return { calls: calls.map(callSummaryJson), nextPageToken };
  }

  @RestEndpoint('getCall')
  async getCall(@FromRequest() { params, caller }: Input<'getCall'>): Output<'getCall'> {
    const { call } = await this.orchestrator.getCallStatus(params, repeatably(caller));
    return { call: callJson(required(call)) };
  }

  @RestEndpoint('setCallLocked')
  async setCallLocked(
    @FromRequest() { params, body, caller, requestId }: Input<'setCallLocked'>,
  ): Output<'setCallLocked'> {
    const { call } = await this.orchestrator.setCallLocked({ ...params, ...body, requestId }, repeatably(caller));
    return { call: callJson(required(call)) };
  }

  @RestEndpoint('issueGrant')
  async issueGrant(@FromRequest() { params, body, caller }: Input<'issueGrant'>): Output<'issueGrant'> {
    const message = { ...params, inviteCode: body.inviteCode ?? '' };
    const { grant, call } = await this.orchestrator.issueGrant(message, repeatably(caller));
    return { grant: grantJson(required(grant)), call: callJson(required(call)) };
  }

  @RestEndpoint('joinCall')
  async joinCall(@FromRequest() { params, body, caller, requestId }: Input<'joinCall'>): Output<'joinCall'> {
    const { UNSPECIFIED } = callV1.QualityProfile;
    const grant = await this.grants.verify(body.grant);
    if (grant.call !== params.callId) throw new Refusal('GRANT_INVALID');
    const reply = await this.orchestrator.joinCall(
      {
        requestId,
        grant: body.grant,
        rtpCapabilitiesJson: body.rtpCapabilities ? JSON.stringify(body.rtpCapabilities) : '',
        codecListHash: body.codecListHash ?? '',
        sendProfile: body.sendProfile ? qualityProfile.toProto(body.sendProfile) : UNSPECIFIED,
        receiveProfile: body.receiveProfile ? qualityProfile.toProto(body.receiveProfile) : UNSPECIFIED,
        displayName: body.displayName ?? '',
        resumeToken: '',
      },
      repeatably(caller),
    );
    const { participantId, resumeToken } = reply;
    return { participantId, call: callJson(required(reply.call)), resumeToken };
  }

  @RestEndpoint('endCall')
  async endCall(@FromRequest() { params, caller, requestId }: Input<'endCall'>): Output<'endCall'> {
    const { call } = await this.orchestrator.endCall({ ...params, requestId }, repeatably(caller));
    return { call: callJson(required(call)) };
  }

  @RestEndpoint('createInvite')
  async createInvite(
    @FromRequest() { params, body, caller, requestId }: Input<'createInvite'>,
  ): Output<'createInvite'> {
    const message = { ...params, ...body, requestId, role: participantRole.toProto(body.role) };
    const { code, expiresAt } = await this.orchestrator.createInvite(message, repeatably(caller));
    return { code, expiresAt: instant(expiresAt), url: this.links.urlOf(code) };
  }

  @RestEndpoint('revokeInvite')
  async revokeInvite(@FromRequest() { params, caller, requestId }: Input<'revokeInvite'>): Promise<void> {
    await this.orchestrator.revokeInvite({ ...params, requestId }, repeatably(caller));
  }

  @RestEndpoint('getInvite')
  async getInvite(@FromRequest() { params, caller }: Input<'getInvite'>): Output<'getInvite'> {
    return inviteJson(await this.orchestrator.getInvite(params, repeatably(caller)));
  }

  @RestEndpoint('listChatMessages')
  async listChatMessages(
    @FromRequest() { params, query, caller }: Input<'listChatMessages'>,
  ): Output<'listChatMessages'> {
    const message = { ...params, afterMessageId: query.after, pageSize: CHAT_PAGE };
    const { messages } = await this.orchestrator.listChatMessages(message, repeatably(caller));
    return { messages: messages.map(chatMessageJson) };
  }
}
