import { callV1 } from '@videocall/contracts';
import type { RequestName } from '@videocall/signalling';
import type { AccessTokens } from '../adapters/access-tokens.js';
import { repeatably, type Orchestrator } from '../adapters/services.js';
import type { Connection } from '../application/connection.js';
import type { JoinCall } from '../application/join-call.js';
import type { LeaveCall } from '../application/leave-call.js';
import type { ResumeCall } from '../application/resume-call.js';
import type { TakeSnapshot } from '../application/take-snapshot.js';
import { callRecordingJson, chatMessageJson, participantJson } from '../mapping/call-json.js';
import { required } from '../mapping/required.js';
import { participantRole, qualityProfile, trackSource } from '../mapping/words.js';
import type { MediaMessage } from './media-messages.js';
import type { MessageHandlers } from './message-handlers.js';

type CallMessage = Exclude<RequestName, MediaMessage>;

interface CallUseCases {
  readonly accessTokens: AccessTokens;
  readonly orchestrator: Orchestrator;
  readonly joinCall: JoinCall;
  readonly resumeCall: ResumeCall;
  readonly leaveCall: LeaveCall;
  readonly takeSnapshot: TakeSnapshot;
}

/** Messages about the call, which the orchestrator decides on. */
export function callMessages(useCases: CallUseCases): MessageHandlers<CallMessage> {
  const { accessTokens, orchestrator, joinCall, resumeCall, leaveCall, takeSnapshot } = useCases;
  return {
    async authenticate(connection, { accessToken }) {
      connection.authenticate(await accessTokens.verify(accessToken));
      return {};
    },
    join: (connection, request) => joinCall.execute(connection, request),
    resume: (connection, request) => resumeCall.execute(connection, request),
    snapshot: (connection) => takeSnapshot.execute(connection),
    async closeFormerPeer(connection) {
      connection.closeFormerPeer();
      return {};
    },
    async leave(connection, { requestId }) {
      await leaveCall.execute(connection, requestId);
      return {};
    },

    async setQualityProfile(connection, { sendProfile, receiveProfile, ...request }) {
      const { UNSPECIFIED } = callV1.QualityProfile;
      const { participant } = await orchestrator.setQualityProfile(
        {
          ...request,
          ...own(connection),
          sendProfile: sendProfile ? qualityProfile.toProto(sendProfile) : UNSPECIFIED,
          receiveProfile: receiveProfile ? qualityProfile.toProto(receiveProfile) : UNSPECIFIED,
        },
        options(connection),
      );
      return { participant: participantJson(required(participant)) };
    },
    async acquireScreenShare(connection, request) {
      await orchestrator.acquireScreenShare({ ...request, ...own(connection) }, options(connection));
      return {};
    },
    async releaseScreenShare(connection, request) {
      await orchestrator.releaseScreenShare({ ...request, ...own(connection) }, options(connection));
      return {};
    },
    async setHandRaised(connection, request) {
      await orchestrator.setHandRaised({ ...request, ...own(connection) }, options(connection));
      return {};
    },
    async sendChatMessage(connection, request) {
      const { message } = await orchestrator.sendChatMessage({ ...request, ...own(connection) }, options(connection));
      return { message: chatMessageJson(required(message)) };
    },

    async muteParticipant(connection, { source, ...request }) {
      const message = { ...request, ...call(connection), source: trackSource.toProto(source) };
      await orchestrator.muteParticipant(message, options(connection));
      return {};
    },
    async askToUnmute(connection, { source, ...request }) {
      const message = { ...request, ...call(connection), source: trackSource.toProto(source) };
      await orchestrator.askToUnmute(message, options(connection));
      return {};
    },
    async removeParticipant(connection, request) {
      await orchestrator.removeParticipant({ ...request, ...call(connection) }, options(connection));
      return {};
    },
    async setParticipantRole(connection, { role, ...request }) {
      const message = { ...request, ...call(connection), role: participantRole.toProto(role) };
      await orchestrator.setParticipantRole(message, options(connection));
      return {};
    },
    async setCallLocked(connection, request) {
      await orchestrator.setCallLocked({ ...request, ...call(connection) }, options(connection));
      return {};
    },
    async startRecording(connection, request) {
      const { recording } = await orchestrator.startRecording({ ...request, ...call(connection) }, options(connection));
      return { recording: callRecordingJson(required(recording)) };
    },
    async stopRecording(connection, request) {
      await orchestrator.stopRecording({ ...request, ...call(connection) }, options(connection));
      return {};
    },
    async endCall(connection, request) {
      await orchestrator.endCall({ ...request, ...call(connection) }, options(connection));
      return {};
    },
  };
}

/** The call that the client is in. */
function call(connection: Connection): { callId: string } {
  return { callId: connection.requireMembership().callId };
}

/** The call, and the client's own participant in it. */
function own(connection: Connection): { callId: string; participantId: string } {
  const { callId, participantId } = connection.requireMembership();
  return { callId, participantId };
}

function options(connection: Connection) {
  return repeatably(connection.requireCaller());
}
