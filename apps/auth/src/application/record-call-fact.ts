import { Injectable } from '@nestjs/common';
import { callV1, type eventsV1 } from '@videocall/contracts';

import type { AuditAction, AuditEntry } from '../domain/audit-event.js';
import { AuthStore } from './ports/auth-store.js';

/** Writes what is security-relevant in calls into the audit log: starts, ends, and what hosts do to others (AUTH-7). */
@Injectable()
export class RecordCallFact {
  constructor(private readonly store: AuthStore) {}

  /** An event that comes again is written once. */
  async run(event: eventsV1.CallEvent): Promise<void> {
    const entry = auditEntryOf(event);
    if (entry !== undefined) await this.store.tables.audit.appendFromEvent(event.id, entry);
  }
}

/** @returns undefined for what concerns nobody's rights: joins, chat, screens. */
export function auditEntryOf(event: eventsV1.CallEvent): AuditEntry | undefined {
  const fact = factOf(event);
  if (fact === undefined) return undefined;
  return {
    occurredAt: event.occurredAt ?? new Date(0),
    actorId: event.actorId,
    action: fact.action,
    subject: [event.callId, ...(fact.about ?? [])].filter((id) => id !== '').join(' '),
    result: fact.result ?? 'SUCCESS',
    ipAddress: '',
  };
}

interface Fact {
  readonly action: AuditAction;
  /** What it was done to, besides the call. */
  readonly about?: readonly string[];
  readonly result?: string;
}

function factOf({ fact, onlyParticipantId }: eventsV1.CallEvent): Fact | undefined {
  switch (fact?.$case) {
    case 'callStarted':
      return { action: 'CALL_STARTED' };
    case 'callEnded':
      return { action: 'CALL_ENDED', result: fact.value.reason.replace(/^CALL_END_REASON_/, '') };
    case 'callLocked':
      return { action: fact.value.locked ? 'CALL_LOCKED' : 'CALL_UNLOCKED' };
    case 'participantLeft':
      return fact.value.reason === callV1.LeaveReason.REMOVED
        ? { action: 'PARTICIPANT_REMOVED', about: [fact.value.participantId, fact.value.identityId] }
        : undefined;
    case 'participantMuted':
      return {
        action: fact.value.muted ? 'PARTICIPANT_MUTED' : 'PARTICIPANT_UNMUTED',
        about: [fact.value.participantId, sourceOf(fact.value)],
      };
    case 'maintenanceChanged': {
      const { maintenance } = fact.value;
      const action = maintenance?.endedAt ? 'MAINTENANCE_ENDED' : 'MAINTENANCE_ANNOUNCED';
      return { action, about: [maintenance?.id ?? ''] };
    }
    case 'unmuteAsked':
      return { action: 'UNMUTE_ASKED', about: [onlyParticipantId, sourceOf(fact.value)] };
    default:
      return undefined;
  }
}

const sourceOf = ({ source }: { readonly source: callV1.TrackSource }) => source.replace(/^TRACK_SOURCE_/, '');
