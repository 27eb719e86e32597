import type { Prisma } from '@videocall/platform-database';
import type { Call, CallData } from '../../domain/call.js';
import type { Participant } from '../../domain/participant.js';
import type { Recording } from '../../domain/recording.js';
import { eventRows } from './event-rows.js';

/**
 * Stores all that was done to a call in one statement, since each way to the database and back is time that somebody who
 * joins waits for.
 */
export async function saveCall(client: Prisma.TransactionClient, call: Call): Promise<void> {
  const { call: data, added, changed, told, closing, recording } = call.changes;
  const participants = [...added, ...changed];
  if (!data && participants.length === 0 && closing.length === 0 && !recording) return;
  const events = eventRows(call).map(({ payload, revision, ...row }) => ({
    ...row,
    revision: Number(revision),
    payload: Buffer.from(payload).toString('base64'),
  }));
  if (told.length !== events.length) throw new Error('each fact is one event');
  await client.$executeRaw`
    WITH saved_call AS (
      UPDATE call.calls AS c SET
        state = s.state, end_reason = s.end_reason, ended_at = s.ended_at, revision = s.revision, locked = s.locked,
        node_id = s.node_id, boot_id = s.boot_id, media_lost = s.media_lost, screen_sharer_id = s.screen_sharer_id,
        screen_since = s.screen_since, screen_deadline = s.screen_deadline, deadline = s.deadline
      FROM jsonb_populate_recordset(NULL::call.calls, ${JSON.stringify(data ? [callRow(data)] : [])}::jsonb) AS s
      WHERE c.id = s.id
    ), saved_participants AS (
      INSERT INTO call.participants
      SELECT * FROM jsonb_populate_recordset(
        NULL::call.participants, ${JSON.stringify(participants.map((one) => participantRow(call.data.id, one)))}::jsonb
      )
      ON CONFLICT (id) DO UPDATE SET
        role = excluded.role, role_decided = excluded.role_decided, sources = excluded.sources, state = excluded.state,
        joined_at = excluded.joined_at, left_at = excluded.left_at, leave_reason = excluded.leave_reason,
        deadline = excluded.deadline, hand_raised_at = excluded.hand_raised_at, muted_by_host = excluded.muted_by_host,
        send_profile = excluded.send_profile, receive_profile = excluded.receive_profile, peer_id = excluded.peer_id,
        node_id = excluded.node_id, boot_id = excluded.boot_id,
        media_lost = excluded.media_lost, policy_version = excluded.policy_version,
        policy_confirmed_version = excluded.policy_confirmed_version
    ), saved_closing AS (
      INSERT INTO call.closing_peers (peer_id, node_id, boot_id, reason, due_at)
      SELECT "peerId", "nodeId", "bootId", reason, "dueAt"
      FROM jsonb_to_recordset(${JSON.stringify(closing)}::jsonb) AS p ("peerId" text, "nodeId" text, "bootId" text, reason text, "dueAt" timestamptz)
      ON CONFLICT DO NOTHING
    ), saved_recording AS (
      INSERT INTO call.recordings
      SELECT * FROM jsonb_populate_recordset(
        NULL::call.recordings, ${JSON.stringify(recording ? [recordingRow(call.data.id, recording)] : [])}::jsonb
      )
      ON CONFLICT (id) DO UPDATE SET
        state = excluded.state, started_at = excluded.started_at, ended_at = excluded.ended_at, deadline = excluded.deadline
    )
    INSERT INTO call.outbox (event_id, aggregate_id, revision, payload)
    SELECT "eventId", "aggregateId", revision, decode(payload, 'base64')
    FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
      AS e ("eventId" text, "aggregateId" text, revision bigint, payload text)
    ORDER BY revision`;
}

/** Columns by their names in the database. */
function callRow(data: CallData): Record<string, unknown> {
  return {
    id: data.id,
    state: data.state,
    end_reason: data.endReason,
    ended_at: data.endedAt,
    revision: data.revision,
    locked: data.locked,
    node_id: data.nodeId,
    boot_id: data.bootId,
    media_lost: data.mediaLost,
    screen_sharer_id: data.screenSharerId,
    screen_since: data.screenSince,
    screen_deadline: data.screenDeadline,
    deadline: data.deadline,
  };
}

function participantRow(callId: string, participant: Participant): Record<string, unknown> {
  return {
    id: participant.id,
    call_id: callId,
    identity_id: participant.identityId,
    identity_kind: participant.identityKind,
    display_name: participant.displayName,
    role: participant.role,
    role_decided: participant.roleDecided,
    sources: participant.sources,
    can_subscribe: participant.canSubscribe,
    can_publish_data: participant.canPublishData,
    hidden: participant.hidden,
    state: participant.state,
    created_at: participant.createdAt,
    joined_at: participant.joinedAt,
    left_at: participant.leftAt,
    leave_reason: participant.leaveReason,
    deadline: participant.deadline,
    hand_raised_at: participant.handRaisedAt,
    muted_by_host: participant.mutedByHost,
    send_profile: participant.sendProfile,
    receive_profile: participant.receiveProfile,
    peer_id: participant.peerId,
    node_id: participant.nodeId,
    boot_id: participant.bootId,
    media_lost: participant.mediaLost,
    policy_version: participant.policyVersion,
    policy_confirmed_version: participant.policyConfirmedVersion,
  };
}

function recordingRow(callId: string, recording: Recording): Record<string, unknown> {
  return {
    id: recording.id,
    call_id: callId,
    state: recording.state,
    started_by: recording.startedBy,
    created_at: recording.createdAt,
    started_at: recording.startedAt,
    ended_at: recording.endedAt,
    deadline: recording.deadline,
  };
}
