import { AcquireScreenShare } from './acquire-screen-share.js';
import { AnnounceMaintenance } from './announce-maintenance.js';
import { AskToUnmute } from './ask-to-unmute.js';
import { CaptureDelivery } from './capture-delivery.js';
import { CreateInvite } from './create-invite.js';
import { CreateRoom } from './create-room.js';
import { Deadlines } from './deadlines.js';
import { DeleteRoom } from './delete-room.js';
import { EmptyNode } from './empty-node.js';
import { EndCall } from './end-call.js';
import { EndMaintenance } from './end-maintenance.js';
import { EnterRoom } from './enter-room.js';
import { GetCapacity } from './get-capacity.js';
import { GetCallStatus } from './get-call-status.js';
import { GetCapturedCall } from './get-captured-call.js';
import { GetInvite } from './get-invite.js';
import { GetMaintenance } from './get-maintenance.js';
import { GetMediaConfiguration } from './get-media-configuration.js';
import { GetPeerAccess } from './get-peer-access.js';
import { GetRoom } from './get-room.js';
import { IssueGrant } from './issue-grant.js';
import { JoinCall } from './join-call.js';
import { JoinReplies } from './join-replies.js';
import { JoinReservations } from './join-reservations.js';
import { KeepCapacity } from './keep-capacity.js';
import { KeepDeadlines } from './keep-deadlines.js';
import { LeaveCall } from './leave-call.js';
import { ListAttendances } from './list-attendances.js';
import { ListCalls } from './list-calls.js';
import { ListChatMessages } from './list-chat-messages.js';
import { ListRooms } from './list-rooms.js';
import { MediaDelivery } from './media-delivery.js';
import { Mutations } from './mutations.js';
import { MuteParticipant } from './mute-participant.js';
import { NodeReports } from './node-reports.js';
import { OpenCapture } from './open-capture.js';
import { ReconcileNode } from './reconcile-node.js';
import { ReleaseScreenShare } from './release-screen-share.js';
import { RemoveParticipant } from './remove-participant.js';
import { ReportCapture } from './report-capture.js';
import { ResumeParticipant } from './resume-participant.js';
import { RevokeInvite } from './revoke-invite.js';
import { SendChatMessage } from './send-chat-message.js';
import { SetCallLocked } from './set-call-locked.js';
import { SetHandRaised } from './set-hand-raised.js';
import { SetParticipantRole } from './set-participant-role.js';
import { SetQualityProfile } from './set-quality-profile.js';
import { SignGrant } from './sign-grant.js';
import { StartCall } from './start-call.js';
import { StartRecording } from './start-recording.js';
import { StopRecording } from './stop-recording.js';

/** Everything in `application/`, for Nest to make. */
export const USE_CASES = [
  AcquireScreenShare,
  AnnounceMaintenance,
  AskToUnmute,
  CaptureDelivery,
  CreateInvite,
  CreateRoom,
  Deadlines,
  DeleteRoom,
  EmptyNode,
  EndCall,
  EndMaintenance,
  EnterRoom,
  GetCapacity,
  GetCallStatus,
  GetCapturedCall,
  GetInvite,
  GetMaintenance,
  GetMediaConfiguration,
  GetPeerAccess,
  GetRoom,
  IssueGrant,
  JoinCall,
  JoinReplies,
  JoinReservations,
  KeepCapacity,
  KeepDeadlines,
  LeaveCall,
  ListAttendances,
  ListCalls,
  ListChatMessages,
  ListRooms,
  MediaDelivery,
  Mutations,
  MuteParticipant,
  NodeReports,
  OpenCapture,
  ReconcileNode,
  ReleaseScreenShare,
  RemoveParticipant,
  ReportCapture,
  ResumeParticipant,
  RevokeInvite,
  SendChatMessage,
  SetCallLocked,
  SetHandRaised,
  SetParticipantRole,
  SetQualityProfile,
  SignGrant,
  StartCall,
  StartRecording,
  StopRecording,
];
