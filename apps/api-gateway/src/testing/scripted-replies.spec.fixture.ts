import { authV1, callV1, echoTestV1, recordingV1, sfuV1 } from '@videocall/contracts';

/** Replies that keep their contracts, for tests that are about something else. */

const at = new Date('2026-01-02T03:04:05.678Z');

export const participant = (fields: Partial<callV1.Participant> = {}): callV1.Participant =>
  callV1.Participant.fromPartial({
    id: 'part_1',
    identityId: 'user_1',
    displayName: 'Ada',
    role: callV1.ParticipantRole.HOST,
    state: callV1.ParticipantState.JOINED,
    joinedAt: at,
    sendProfile: callV1.QualityProfile.AUTO,
    receiveProfile: callV1.QualityProfile.AUTO,
    ...fields,
  });

export const call = (fields: Partial<callV1.Call> = {}): callV1.Call =>
  callV1.Call.fromPartial({
    id: 'call_1',
    state: callV1.CallState.ACTIVE,
    createdAt: at,
    revision: 5,
    maxParticipants: 10,
    participants: [participant()],
    ...fields,
  });

export const grant = (): callV1.Grant =>
  callV1.Grant.fromPartial({
    token: 'a-grant',
    callId: 'call_1',
    permissions: { role: callV1.ParticipantRole.HOST, canSubscribe: true },
    expiresAt: at,
  });

export const room = (fields: Partial<callV1.Room> = {}): callV1.Room =>
  callV1.Room.fromPartial({
    id: 'room_1',
    name: 'kitchen',
    access: callV1.RoomAccess.ANYONE,
    ownerId: 'user_1',
    createdAt: at,
    ...fields,
  });

export const callRecording = (fields: Partial<callV1.CallRecording> = {}): callV1.CallRecording =>
  callV1.CallRecording.fromPartial({
    id: 'rec_1',
    state: callV1.CallRecordingState.STARTING,
    startedAt: at,
    startedByParticipantId: 'part_1',
    ...fields,
  });

export const maintenance = (fields: Partial<callV1.Maintenance> = {}): callV1.Maintenance =>
  callV1.Maintenance.fromPartial({
    id: 'mnt_1',
    startsAt: at,
    endsAt: at,
    textEn: 'New disk',
    textJa: '新しいディスク',
    ...fields,
  });

const composite = (): recordingV1.RecordingFile =>
  recordingV1.RecordingFile.fromPartial({
    id: 'file_1',
    kind: recordingV1.RecordingFileKind.COMPOSITE,
    contentType: 'video/mp4',
    bytes: 1_000_000,
    durationMs: 60_000,
    fileName: 'Weekly.mp4',
    ready: true,
  });

const clip = (): recordingV1.RecordingFile =>
  recordingV1.RecordingFile.fromPartial({
    id: 'file_2',
    kind: recordingV1.RecordingFileKind.CLIP,
    contentType: 'video/mp4',
    fromMs: 1_000,
    toMs: 5_000,
    fileName: 'Weekly 0.01-0.05.mp4',
  });

export const recording = (fields: Partial<recordingV1.Recording> = {}): recordingV1.Recording =>
  recordingV1.Recording.fromPartial({
    id: 'rec_1',
    callId: 'call_1',
    callTitle: 'Weekly',
    state: recordingV1.RecordingState.READY,
    startedAt: at,
    durationMs: 60_000,
    bytes: 1_000_000,
    files: [composite(), clip()],
    participantNames: ['Ada'],
    canDelete: true,
    ...fields,
  });

export const chatMessage = (): callV1.ChatMessage =>
  callV1.ChatMessage.fromPartial({
    id: 'msg_1',
    participantId: 'part_1',
    displayName: 'Ada',
    text: 'hello',
    sentAt: at,
  });

const user = (): authV1.User =>
  authV1.User.fromPartial({
    id: 'user_1',
    kind: authV1.IdentityKind.USER,
    displayName: 'Ada',
    email: 'ada@example.org',
    createdAt: at,
  });

export const signedIn = (fields: Partial<authV1.SignedIn> = {}): authV1.SignedIn =>
  authV1.SignedIn.fromPartial({
    user: user(),
    accessToken: 'an-access-token',
    accessTokenExpiresAt: at,
    refreshToken: 'a-refresh-token',
    refreshTokenExpiresAt: new Date('2026-02-02T03:04:05.678Z'),
    authSessionId: 'ases_1',
    ...fields,
  });

export const peerSnapshot = (fields: Partial<sfuV1.PeerSnapshot> = {}): sfuV1.PeerSnapshot =>
  sfuV1.PeerSnapshot.fromPartial({
    revision: 3,
    bootId: 'boot_1',
    peerId: 'peer_1',
    transports: [
      {
        id: 'trans_1',
        direction: sfuV1.TransportDirection.SEND,
        iceParametersJson: '{"usernameFragment":"u"}',
        iceCandidatesJson: '[{"foundation":"f"}]',
        dtlsParametersJson: '{"role":"auto"}',
      },
    ],
    tracks: [
      {
        id: 'trk_1',
        participantId: 'part_2',
        source: callV1.TrackSource.CAMERA,
        kind: sfuV1.MediaKind.VIDEO,
        width: 1280,
        height: 720,
        codec: 'video/VP8',
      },
    ],
    policy: {
      version: 1,
      allowedSources: [callV1.TrackSource.CAMERA],
      sendProfile: callV1.QualityProfile.AUTO,
      receiveProfile: callV1.QualityProfile.AUTO,
    },
    ...fields,
  });

/** As the orchestrator answers a join. */
export const admission = (
  nodeAddress: string,
  fields: Partial<callV1.JoinCallResponse> = {},
): callV1.JoinCallResponse =>
  callV1.JoinCallResponse.fromPartial({
    call: call(),
    participantId: 'part_1',
    resumeToken: 'resume-1',
    peer: {
      peerId: 'peer_1',
      nodeAddress,
      nodeId: 'node_1',
      ticket: 'ticket-1',
      ticketExpiresAt: at,
      snapshot: Buffer.from(JSON.stringify(sfuV1.PeerSnapshot.toJSON(peerSnapshot()))),
    },
    ...fields,
  });

/** A reply for every method of the orchestrator that REST and signalling use, besides joining and resuming. */
export const orchestratorReplies = {
  startCall: () => ({ call: call(), grant: grant() }),
  endCall: () => ({ call: call({ state: callV1.CallState.ENDED, endedAt: at }) }),
  leaveCall: () => ({}),
  getCallStatus: () => ({ call: call() }),
  getMediaConfiguration: () => ({ codecListJson: '{"codecs":[]}', codecListHash: 'h', iceServers: [] }),
  issueGrant: () => ({ grant: grant(), call: call() }),
  listCalls: () => ({ calls: [], nextPageToken: '' }),
  createInvite: () => ({ code: 'abcd-efgh-ijkl', expiresAt: at }),
  revokeInvite: () => ({}),
  getInvite: () =>
    callV1.GetInviteResponse.fromPartial({ callId: 'call_1', role: callV1.ParticipantRole.SPEAKER, expiresAt: at }),
  muteParticipant: () => ({ participant: participant() }),
  askToUnmute: () => ({}),
  removeParticipant: () => ({}),
  setParticipantRole: () => ({ participant: participant() }),
  setCallLocked: () => ({ call: call({ locked: true }) }),
  startRecording: () => ({ recording: callRecording() }),
  stopRecording: () => ({}),
  acquireScreenShare: () => ({}),
  releaseScreenShare: () => ({}),
  setQualityProfile: () => ({ participant: participant() }),
  setHandRaised: () => ({ participant: participant() }),
  sendChatMessage: () => ({ message: chatMessage() }),
  listChatMessages: () => ({ messages: [chatMessage()] }),
  createRoom: () => ({ room: room() }),
  listRooms: () => ({ rooms: [room()] }),
  getRoom: () => ({ room: room() }),
  deleteRoom: () => ({}),
  enterRoom: () => ({ room: room(), call: call(), grant: grant() }),
  getMaintenance: () => ({ maintenance: maintenance() }),
  announceMaintenance: () => ({ maintenance: maintenance() }),
  endMaintenance: () => ({}),
  getCapacity: () => ({
    mode: callV1.CapacityMode.DEGRADED,
    causes: [{ resource: callV1.CapacityResource.CPU, level: 3, measured: 0.95, since: new Date() }],
    actions: { qualityCeiling: callV1.QualityProfile.LOW, callsRefused: true, recordingsRefused: true },
  }),
};

/** A reply for every method of echo-test. */
export const echoReplies = {
  startEchoCall: () =>
    echoTestV1.StartEchoCallResponse.fromPartial({
      callId: 'call_1',
      inviteCode: 'abcd-efgh-ijkl',
      delayMs: 1000,
      endsAt: at,
    }),
  getEchoCall: () =>
    echoTestV1.GetEchoCallResponse.fromPartial({
      tracks: [{ source: callV1.TrackSource.MICROPHONE, packetsExpected: 100, packetsReceived: 98, jitterMs: 2.5 }],
    }),
};

/** A reply for every method of the recorder's library. */
export const recorderReplies = {
  listRecordings: () => ({ recordings: [recording()], nextPageToken: '' }),
  getRecording: () => ({ recording: recording() }),
  createDownload: () => ({ url: '/v1/recording-files/rec_1/composite.mp4?signature=s', expiresAt: at }),
  deleteRecording: () => ({}),
  createClip: () => ({ file: clip() }),
};

/** A reply for every method of auth. */
export const authReplies = {
  register: () => signedIn(),
  login: () => signedIn(),
  refresh: () => signedIn(),
  logout: () => ({}),
  getMe: user,
  listAuthSessions: () => ({
    authSessions: [authV1.AuthSession.fromPartial({ id: 'ases_1', createdAt: at, lastUsedAt: at, expiresAt: at })],
  }),
  revokeAuthSession: () => ({}),
  createGuest: () => signedIn({ refreshToken: '', refreshTokenExpiresAt: undefined, authSessionId: '' }),
  issueServiceToken: () => signedIn({ refreshToken: '', refreshTokenExpiresAt: undefined, authSessionId: '' }),
  listAuditEvents: () => ({ events: [], nextPageToken: '' }),
};

const track = (): sfuV1.Track =>
  sfuV1.Track.fromPartial({ ...peerSnapshot().tracks[0], id: 'trk_own', participantId: 'part_1' });

/** A reply for every unary method of a sfu-node. */
export const sfuReplies = {
  getSnapshot: () => peerSnapshot(),
  connect: () => ({ outcomes: [], revision: 3 }),
  publish: () => ({ track: track(), revision: 4, command: undefined }),
  unpublish: () => ({ revision: 5 }),
  setTrackMuted: () => ({ revision: 5 }),
  resumeSubscriptions: () => ({}),
  setViewport: () => ({}),
  restartIce: () => ({
    restarted: [{ direction: sfuV1.TransportDirection.SEND, iceParametersJson: '{"usernameFragment":"v"}' }],
  }),
};
