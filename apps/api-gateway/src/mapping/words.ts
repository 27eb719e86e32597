import { authV1, callV1, recordingV1, sfuV1 } from '@videocall/contracts';
import { IdentityKind, RecordingFileKind, RecordingState, RoomAccess } from '@videocall/rest-api';
import * as signalling from '@videocall/signalling';

/** A protobuf enum and the words clients see for its values. */
export interface Words<Word extends string, Value extends string> {
  /** null for UNSPECIFIED, and for values this version does not know. */
  toWord(value: Value): Word | null;
  toProto(word: Word): Value;
}

function words<Word extends string, Value extends string>(
  { options }: { readonly options: readonly Word[] },
  proto: Readonly<Record<string, Value>>,
): Words<Word, Value> {
  const values = new Map<Word, Value>();
  for (const word of options) {
    const value = proto[word.toUpperCase()];
    if (value === undefined) throw new TypeError(`no protobuf value for ${word}`);
    values.set(word, value);
  }
  const wordByValue = new Map([...values].map(([word, value]) => [value, word]));
  return {
    toWord: (value) => wordByValue.get(value) ?? null,
    toProto(word) {
      const value = values.get(word);
      if (value === undefined) throw new TypeError(`not one of the words: ${word}`);
      return value;
    },
  };
}

export const callState = words(signalling.CallState, callV1.CallState);
export const callRecordingState = words(signalling.CallRecordingState, callV1.CallRecordingState);
export const callEndReason = words(signalling.CallEndReason, callV1.CallEndReason);
export const participantRole = words(signalling.ParticipantRole, callV1.ParticipantRole);
export const participantState = words(signalling.ParticipantState, callV1.ParticipantState);
export const leaveReason = words(signalling.LeaveReason, callV1.LeaveReason);
export const trackSource = words(signalling.TrackSource, callV1.TrackSource);
export const qualityProfile = words(signalling.QualityProfile, callV1.QualityProfile);
export const mediaKind = words(signalling.MediaKind, sfuV1.MediaKind);
export const transportDirection = words(signalling.TransportDirection, sfuV1.TransportDirection);
export const qualityVerdict = words(signalling.QualityVerdict, sfuV1.QualityVerdict);
export const identityKind = words(IdentityKind, authV1.IdentityKind);
export const roomAccess = words(RoomAccess, callV1.RoomAccess);
export const recordingState = words(RecordingState, recordingV1.RecordingState);
export const recordingFileKind = words(RecordingFileKind, recordingV1.RecordingFileKind);

/** The words of a list, without those this version does not know. */
export function toWords<Word extends string, Value extends string>(
  table: Words<Word, Value>,
  values: readonly Value[],
): Word[] {
  return values.map((value) => table.toWord(value)).filter((word) => word !== null);
}
