/** What kind of refusal it is; decides the HTTP status and the gRPC code (AIP-193). */
export type RefusalKind = keyof typeof REFUSAL_KINDS;

/** The one place where a refusal's kind becomes an HTTP status and a gRPC status code (google.rpc.Code). */
export const REFUSAL_KINDS = {
  INVALID_ARGUMENT: { http: 400, grpc: 3 },
  UNAUTHENTICATED: { http: 401, grpc: 16 },
  PERMISSION_DENIED: { http: 403, grpc: 7 },
  NOT_FOUND: { http: 404, grpc: 5 },
  ALREADY_EXISTS: { http: 409, grpc: 6 },
  FAILED_PRECONDITION: { http: 409, grpc: 9 },
  ABORTED: { http: 409, grpc: 10 },
  RESOURCE_EXHAUSTED: { http: 429, grpc: 8 },
  UNIMPLEMENTED: { http: 501, grpc: 12 },
  UNAVAILABLE: { http: 503, grpc: 14 },
  DEADLINE_EXCEEDED: { http: 504, grpc: 4 },
  INTERNAL: { http: 500, grpc: 13 },
} as const;

/**
 * Every reason the product gives for a refusal: its kind and a sentence for a person. The web app translates by reason and
 * falls back to the sentence.
 */
export const REASONS = {
  // Any edge
  REQUEST_INVALID: { kind: 'INVALID_ARGUMENT', message: 'The request is not valid.' },
  REQUEST_ID_REUSED: { kind: 'FAILED_PRECONDITION', message: 'This request id was used before with other content.' },
  RATE_LIMITED: { kind: 'RESOURCE_EXHAUSTED', message: 'Too many requests. Try again shortly.' },
  NOT_FOUND: { kind: 'NOT_FOUND', message: 'There is nothing here.' },
  UNIMPLEMENTED: { kind: 'UNIMPLEMENTED', message: 'This server does not offer that.' },
  SERVICE_UNAVAILABLE: { kind: 'UNAVAILABLE', message: 'A part of the server is restarting. Try again shortly.' },
  DEADLINE_EXCEEDED: { kind: 'DEADLINE_EXCEEDED', message: 'The server took too long to answer.' },
  INTERNAL: { kind: 'INTERNAL', message: 'Something went wrong on the server.' },
  CALLER_NOT_ALLOWED: { kind: 'PERMISSION_DENIED', message: 'This service may not call that method.' },

  // Identity (auth)
  TOKEN_MISSING: { kind: 'UNAUTHENTICATED', message: 'Sign in first.' },
  TOKEN_INVALID: { kind: 'UNAUTHENTICATED', message: 'The sign-in is not valid.' },
  TOKEN_EXPIRED: { kind: 'UNAUTHENTICATED', message: 'The sign-in has expired.' },
  CREDENTIALS_WRONG: { kind: 'UNAUTHENTICATED', message: 'The email or the password is wrong.' },
  LOGIN_SLOWED_DOWN: { kind: 'RESOURCE_EXHAUSTED', message: 'Too many failed attempts. Wait before trying again.' },
  USER_DISABLED: { kind: 'PERMISSION_DENIED', message: 'This account is disabled.' },
  USER_NOT_FOUND: { kind: 'NOT_FOUND', message: 'There is no such user.' },
  EMAIL_TAKEN: { kind: 'ALREADY_EXISTS', message: 'An account with this email exists already.' },
  PASSWORD_TOO_WEAK: { kind: 'INVALID_ARGUMENT', message: 'Choose a longer or less common password.' },
  REGISTRATION_CLOSED: { kind: 'PERMISSION_DENIED', message: 'This server does not take new registrations.' },
  REFRESH_TOKEN_INVALID: { kind: 'UNAUTHENTICATED', message: 'Sign in again.' },
  REFRESH_TOKEN_REUSED: {
    kind: 'UNAUTHENTICATED',
    message: 'This sign-in was used twice and has been ended. Sign in again.',
  },
  AUTH_SESSION_NOT_FOUND: { kind: 'NOT_FOUND', message: 'There is no such signed-in device.' },
  ADMIN_ONLY: { kind: 'PERMISSION_DENIED', message: 'Only an administrator may do that.' },
  USERS_ONLY: { kind: 'PERMISSION_DENIED', message: 'This needs an account.' },

  // Calls (call-orchestrator)
  CALL_NOT_FOUND: { kind: 'NOT_FOUND', message: 'There is no such call.' },
  CALL_ENDED: { kind: 'FAILED_PRECONDITION', message: 'This call has ended.' },
  CALL_LOCKED: { kind: 'PERMISSION_DENIED', message: 'The host locked this call.' },
  CALL_FULL: { kind: 'RESOURCE_EXHAUSTED', message: 'This call is full.' },
  CALL_LIMIT: { kind: 'RESOURCE_EXHAUSTED', message: 'The server carries as many calls as it can. Try again shortly.' },
  CAPACITY_RESERVED: {
    kind: 'RESOURCE_EXHAUSTED',
    message: 'The server is nearly full; the last places are kept for administrators.',
  },
  MAINTENANCE: {
    kind: 'UNAVAILABLE',
    message: 'The server is under maintenance. No new calls can be started until it is over.',
  },
  USER_LIMIT: { kind: 'RESOURCE_EXHAUSTED', message: 'The server is full. Try again shortly.' },
  NO_MEDIA_NODE: { kind: 'UNAVAILABLE', message: 'No media server is ready. Try again shortly.' },
  GRANT_INVALID: { kind: 'PERMISSION_DENIED', message: 'This admission is not valid.' },
  GRANT_EXPIRED: { kind: 'PERMISSION_DENIED', message: 'This admission has expired.' },
  GRANT_FOREIGN: { kind: 'PERMISSION_DENIED', message: 'This admission was given to somebody else.' },
  PARTICIPANT_NOT_FOUND: { kind: 'NOT_FOUND', message: 'There is no such participant.' },
  PARTICIPANT_FOREIGN: { kind: 'PERMISSION_DENIED', message: 'This participant is somebody else.' },
  PARTICIPANT_LEFT: { kind: 'FAILED_PRECONDITION', message: 'You are no longer in this call.' },
  PARTICIPANT_REMOVED: { kind: 'PERMISSION_DENIED', message: 'The host removed you.' },
  HOST_ONLY: { kind: 'PERMISSION_DENIED', message: 'Only a host may do that.' },
  DATA_NOT_ALLOWED: { kind: 'PERMISSION_DENIED', message: 'You may not write in this call.' },
  INVITE_INVALID: { kind: 'NOT_FOUND', message: 'This link is not valid.' },
  INVITE_EXPIRED: { kind: 'FAILED_PRECONDITION', message: 'This link has expired.' },
  MEMBERS_ONLY: { kind: 'PERMISSION_DENIED', message: 'Only members of this server may enter.' },
  ROOM_NOT_FOUND: { kind: 'NOT_FOUND', message: 'There is no such room.' },
  ROOM_NAME_TAKEN: { kind: 'ALREADY_EXISTS', message: 'A room with this name exists already.' },
  ROOM_OWNER_ONLY: { kind: 'PERMISSION_DENIED', message: 'Only the owner of the room may do that.' },
  RESUME_TOKEN_INVALID: { kind: 'UNAUTHENTICATED', message: 'The connection cannot be resumed. Join again.' },
  MEDIA_LOST: { kind: 'ABORTED', message: 'The media server restarted. Join again.' },
  SCREEN_SHARE_TAKEN: { kind: 'FAILED_PRECONDITION', message: 'Somebody else is sharing a screen.' },
  RECORDING_ACTIVE: { kind: 'FAILED_PRECONDITION', message: 'This call is being recorded already.' },
  RECORDING_LIMIT: {
    kind: 'RESOURCE_EXHAUSTED',
    message: 'The server records as many calls as it can. Try again later.',
  },
  RECORDING_ENDED: { kind: 'FAILED_PRECONDITION', message: 'This recording has been stopped.' },
  RECORDER_UNAVAILABLE: { kind: 'UNAVAILABLE', message: 'Recording is not possible at the moment. Try again shortly.' },
  CALL_ENCRYPTED: { kind: 'FAILED_PRECONDITION', message: 'A call with end-to-end encryption cannot be recorded.' },

  // Recordings (recorder)
  RECORDING_NOT_FOUND: { kind: 'NOT_FOUND', message: 'There is no such recording.' },
  RECORDING_FILE_NOT_FOUND: { kind: 'NOT_FOUND', message: 'The recording has no such file.' },
  RECORDING_NOT_READY: { kind: 'FAILED_PRECONDITION', message: 'The recording is not ready yet.' },
  DOWNLOAD_LINK_INVALID: { kind: 'PERMISSION_DENIED', message: 'This link is not valid, or has expired.' },
  RANGE_INVALID: { kind: 'INVALID_ARGUMENT', message: 'The recording has no such range.' },
  RECORDER_DRAINING: { kind: 'UNAVAILABLE', message: 'The recorder takes no new recordings.' },
  DISK_FULL: { kind: 'UNAVAILABLE', message: 'The server has no room for a recording.' },

  // Media (sfu-node)
  TICKET_INVALID: { kind: 'UNAUTHENTICATED', message: 'The media ticket is not valid.' },
  TICKET_EXPIRED: { kind: 'UNAUTHENTICATED', message: 'The media ticket has expired.' },
  TICKET_FOREIGN: { kind: 'PERMISSION_DENIED', message: 'The media ticket is for another media server.' },
  PEER_NOT_FOUND: { kind: 'NOT_FOUND', message: 'The media server does not know this participant.' },
  NODE_DRAINING: { kind: 'UNAVAILABLE', message: 'This media server takes no new calls.' },
  WORKER_UNAVAILABLE: { kind: 'UNAVAILABLE', message: 'The media server is restarting.' },
  CODEC_LIST_OUTDATED: { kind: 'FAILED_PRECONDITION', message: 'The server changed its codecs. Load them again.' },
  RTP_CAPABILITIES_INVALID: { kind: 'INVALID_ARGUMENT', message: 'The RTP capabilities are not valid.' },
  RTP_PARAMETERS_INVALID: { kind: 'INVALID_ARGUMENT', message: 'The RTP parameters are not valid.' },
  DTLS_PARAMETERS_INVALID: { kind: 'INVALID_ARGUMENT', message: 'The DTLS parameters are not valid.' },
  POLICY_VERSION_OUTDATED: { kind: 'FAILED_PRECONDITION', message: 'A newer policy is in force.' },
  SOURCE_NOT_ALLOWED: { kind: 'PERMISSION_DENIED', message: 'You may not publish that in this call.' },
  SOURCE_ALREADY_PUBLISHED: { kind: 'ALREADY_EXISTS', message: 'You publish that already.' },
  MUTED_BY_HOST: { kind: 'PERMISSION_DENIED', message: 'The host muted you.' },
  TRACK_NOT_FOUND: { kind: 'NOT_FOUND', message: 'There is no such track.' },
  TRANSPORT_NOT_FOUND: { kind: 'NOT_FOUND', message: 'There is no such transport.' },
  TRANSPORT_ALREADY_CONNECTED: { kind: 'FAILED_PRECONDITION', message: 'The transport is connected already.' },
  SUBSCRIPTION_NOT_FOUND: { kind: 'NOT_FOUND', message: 'There is no such subscription.' },
  CODEC_NOT_ALLOWED: { kind: 'INVALID_ARGUMENT', message: 'This source is not sent in that codec.' },
  RTP_PACKET_INVALID: { kind: 'INVALID_ARGUMENT', message: 'The RTP packet is not valid.' },
  RTP_RATE_EXCEEDED: { kind: 'RESOURCE_EXHAUSTED', message: 'Packets come faster than the send profile allows.' },
  SUBSCRIBING_NOT_ALLOWED: { kind: 'PERMISSION_DENIED', message: 'You may not receive media in this call.' },
  SUBSCRIPTION_LIMIT: { kind: 'RESOURCE_EXHAUSTED', message: 'You receive as many tracks as one participant may.' },
  PARTICIPANT_HAS_WEBRTC: {
    kind: 'FAILED_PRECONDITION',
    message: 'This participant joined with WebRTC. Join without RTP capabilities to stream media.',
  },
  MEDIA_STREAM_REPLACED: { kind: 'ABORTED', message: 'Another media stream of this participant was opened.' },
  READER_TOO_SLOW: { kind: 'RESOURCE_EXHAUSTED', message: 'The stream is not read.' },

  // Echo calls (echo-test)
  ECHO_CALL_LIMIT: {
    kind: 'RESOURCE_EXHAUSTED',
    message: 'As many tests run as the server allows. Try again shortly.',
  },
  ECHO_CALL_NOT_FOUND: { kind: 'NOT_FOUND', message: 'There is no such test call.' },

  // Signalling (api-gateway)
  NOT_JOINED: { kind: 'FAILED_PRECONDITION', message: 'Join a call first.' },
  ALREADY_JOINED: { kind: 'FAILED_PRECONDITION', message: 'This connection is in a call already.' },
} as const satisfies Record<string, { readonly kind: RefusalKind; readonly message: string }>;

/** A reason for a refusal, UPPER_SNAKE, unique in the product. */
export type Reason = keyof typeof REASONS;

/** Whether a string from outside is a reason this version knows. */
export function isReason(value: string): value is Reason {
  return Object.hasOwn(REASONS, value);
}
