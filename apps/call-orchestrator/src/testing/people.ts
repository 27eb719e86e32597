import { callV1, type eventsV1 } from '@videocall/contracts';
import { CALL_EVENTS } from '@videocall/events';
import type { Somebody } from './identities.js';
import { newRequestId, type CallClient, type ControlClient } from './orchestrator-under-test.js';
import { CODEC_LIST } from './scripted-node.js';
import type { Surroundings } from './surroundings.js';

/** An orchestrator as the gateway sees it. */
export interface Gateway {
  readonly calls: CallClient;
  readonly control: ControlClient;
}

/** What a client says to join; the rest is as most clients have it. */
export function joinRequest(changes: Partial<callV1.JoinCallRequest>): callV1.JoinCallRequest {
  return {
    requestId: newRequestId(),
    grant: '',
    resumeToken: '',
    rtpCapabilitiesJson: CODEC_LIST.json,
    codecListHash: CODEC_LIST.hash,
    sendProfile: callV1.QualityProfile.AUTO,
    receiveProfile: callV1.QualityProfile.AUTO,
    displayName: '',
    ...changes,
  };
}

export async function start(
  { calls }: Gateway,
  host: Somebody,
  changes: Partial<callV1.StartCallRequest> = {},
): Promise<{ readonly callId: string; readonly grant: string }> {
  const request = {
    requestId: newRequestId(),
    title: 'Weekly',
    roomId: '',
    maxParticipants: 0,
    endToEndEncrypted: false,
    ...changes,
  };
  const { call, grant } = await calls.startCall(request, host.as);
  return { callId: call?.id ?? '', grant: grant?.token ?? '' };
}

/** A participant, and how to speak as them. */
export interface Inside {
  readonly who: Somebody;
  readonly callId: string;
  readonly participantId: string;
  readonly peerId: string;
  readonly resumeToken: string;
  readonly call: callV1.Call;
  /** What most requests by or about the participant begin with. */
  readonly self: { readonly requestId: string; readonly callId: string; readonly participantId: string };
}

export function insideAs(who: Somebody, { call, participantId, peer, resumeToken }: callV1.JoinCallResponse): Inside {
  if (!call || !peer) throw new Error('joined without a call or media');
  return {
    who,
    callId: call.id,
    participantId,
    peerId: peer.peerId,
    resumeToken,
    call,
    get self() {
      return { requestId: newRequestId(), callId: call.id, participantId };
    },
  };
}

export async function join({ calls }: Gateway, who: Somebody, grant: string): Promise<Inside> {
  return insideAs(who, await calls.joinCall(joinRequest({ grant }), who.as));
}

/** Starts a call and enters it. */
export async function host(gateway: Gateway, who: Somebody): Promise<Inside> {
  return await join(gateway, who, (await start(gateway, who)).grant);
}

export async function invite(
  { control }: Gateway,
  { callId, who }: Pick<Inside, 'callId' | 'who'>,
  role = callV1.ParticipantRole.SPEAKER,
): Promise<string> {
  const request = { requestId: newRequestId(), callId, role, validForSeconds: 0 };
  return (await control.createInvite(request, who.as)).code;
}

export async function grantFor({ control }: Gateway, who: Somebody, inviteCode: string): Promise<string> {
  return (await control.issueGrant({ callId: '', inviteCode }, who.as)).grant?.token ?? '';
}

/** Enters a call by an invite. */
export async function enter(gateway: Gateway, who: Somebody, inviteCode: string): Promise<Inside> {
  return await join(gateway, who, await grantFor(gateway, who, inviteCode));
}

/** All events of a call as they were written, in order. */
export async function eventsOf(around: Surroundings, callId: string): Promise<eventsV1.CallEvent[]> {
  const rows = await around.query<{ payload: Buffer }>(
    'SELECT payload FROM call.outbox WHERE aggregate_id = $1 ORDER BY id',
    [callId],
  );
  return rows.map(({ payload }) => CALL_EVENTS.decode(payload));
}

/** The events' kinds, for short. */
export async function factsOf(around: Surroundings, callId: string): Promise<(string | undefined)[]> {
  return (await eventsOf(around, callId)).map(({ fact }) => fact?.$case);
}

export function statusOf({ calls }: Gateway, { callId, who }: Pick<Inside, 'callId' | 'who'>): Promise<callV1.Call> {
  return calls.getCallStatus({ callId }, who.as).then(({ call }) => {
    if (!call) throw new Error('no call');
    return call;
  });
}
