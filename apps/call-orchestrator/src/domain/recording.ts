import { Refusal } from '@videocall/errors';
import type { Call } from './call.js';
import { newId, type ParticipantId, type RecordingId } from './ids.js';
import { after, RECORDING_RESERVED_MS } from './rules.js';
import { isOpen, type RecordingState } from './vocabulary.js';

/** That a call is to be captured; everything else about a recording is the recorder's to know. */
export interface Recording {
  readonly id: RecordingId;
  readonly state: RecordingState;
  /** Null for a host who was not inside. */
  readonly startedBy: ParticipantId | null;
  readonly createdAt: Date;
  /** When the recorder had taken it on. */
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  /** When the reservation lapses. */
  readonly deadline: Date | null;
}

/** A recording that those in the call see. */
export type ShownRecording = Recording & { readonly state: 'STARTING' | 'CAPTURING' | 'STOPPING' };

export function isShown(recording: Recording): recording is ShownRecording {
  return recording.state === 'STARTING' || recording.state === 'CAPTURING' || recording.state === 'STOPPING';
}

/**
 * Reserves one of the server's recordings for a call, until the recorder has taken it on.
 *
 * @param startedBy the host's participant; null for one outside.
 * @throws Refusal CALL_ENCRYPTED where the server could store nothing but what nobody can play; RECORDING_ACTIVE: its details
 *   name the recording.
 */
export function reserveRecording(call: Call, startedBy: ParticipantId | null): Recording {
  if (call.data.endToEndEncrypted) throw new Refusal('CALL_ENCRYPTED');
  const { recording } = call;
  if (recording) throw new Refusal('RECORDING_ACTIVE', { details: { recordingId: recording.id } });
  const reserved: Recording = {
    id: newId('rec'),
    state: 'RESERVED',
    startedBy,
    createdAt: call.now,
    startedAt: null,
    endedAt: null,
    deadline: after(call.now, RECORDING_RESERVED_MS),
  };
  call.setRecording(reserved);
  return reserved;
}

/**
 * The recorder has taken it on.
 *
 * @throws Refusal RECORDING_ENDED where it was stopped, or its reservation lapsed, meanwhile.
 */
export function confirmRecording(call: Call, id: RecordingId): Recording {
  const recording = call.recording?.id === id ? call.recording : undefined;
  if (!recording || recording.state === 'STOPPING') throw new Refusal('RECORDING_ENDED');
  return recording.state === 'RESERVED' ? change(call, recording, { state: 'STARTING' }) : recording;
}

/** The recorder did not take it on, or nobody knows: it is as if nobody had asked. */
export function releaseRecording(call: Call, id: RecordingId): void {
  const { recording } = call;
  if (recording?.id !== id || recording.state !== 'RESERVED') return;
  call.setRecording({ ...recording, state: 'RELEASED', deadline: null });
}

/** What the recorder reports. Nothing changes for a recording that is to be captured no longer. */
export function captureReported(call: Call, id: RecordingId, capturing: boolean): void {
  const { recording } = call;
  if (recording?.id !== id || recording.state === 'STOPPING') return;
  const state = capturing ? 'CAPTURING' : 'STARTING';
  if (recording.state !== state) change(call, recording, { state });
}

/** Ends what is captured of the call; nothing changes where nothing is. */
export function stopRecording(call: Call): void {
  const { recording } = call;
  if (!recording || recording.state === 'STOPPING') return;
  if (recording.state === 'RESERVED') releaseRecording(call, recording.id);
  else change(call, recording, { state: 'STOPPING', endedAt: call.now });
}

/** The recorder knows that the recording has ended. */
export function recordingEnded(call: Call, id: RecordingId): void {
  const { recording } = call;
  if (recording?.id !== id || recording.state !== 'STOPPING') return;
  change(call, recording, { state: 'ENDED' });
}

/** Releases the reservation of whoever died before the recorder answered. */
export function releaseOverdueRecording(call: Call): void {
  const { recording } = call;
  if (recording?.deadline && recording.deadline <= call.now) releaseRecording(call, recording.id);
}

function change(call: Call, recording: Recording, patch: Partial<Recording>): Recording {
  const changed = { ...recording, startedAt: recording.startedAt ?? call.now, ...patch, deadline: null };
  call.setRecording(changed);
  // The end of the call says it all to those who were in it.
  if (isOpen(call.data.state)) call.tell({ type: 'RECORDING_CHANGED', recording: isShown(changed) ? changed : null });
  return changed;
}
